import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'core', include: ['packages/{client,federation}/tests/**/*.test.ts'] } },
      {
        test: {
          name: 'components',
          environment: 'happy-dom',
          include: ['{packages/ui,packages/table,packages/editor,apps/*}/tests/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
