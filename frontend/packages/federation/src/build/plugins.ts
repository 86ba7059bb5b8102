import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RsbuildPlugin } from '@rsbuild/core';

/** `mf-stats.json` describes the build machine's modules; nothing at run time reads it, so it is not published. */
export function withoutStats(): RsbuildPlugin {
  return {
    name: 'intarsia:without-stats',
    setup(api) {
      api.onAfterBuild(() => rm(join(api.context.distPath, 'mf-stats.json'), { force: true }));
    },
  };
}

/**
 * The federation plugin asks for its runtime by `require`, and so gets the CommonJS files, of which a bundler can drop nothing. The same files
 * lie beside them as ES modules; taking those saves about a third of the runtime in every entry.
 */
export function esmRuntime(): RsbuildPlugin {
  return {
    name: 'intarsia:esm-runtime',
    setup(api) {
      api.modifyRspackConfig((config, { rspack }) => {
        config.plugins.push(new rspack.NormalModuleReplacementPlugin(commonJs, toEsm));
      });
    },
  };
}

const commonJs = /@module-federation[\\/][\w-]+[\\/]dist[\\/].+\.cjs$/;

function toEsm(module: { request: string; createData?: { resource?: string } }): void {
  const esm = (path: string) => path.replace(/\.cjs$/, '.js');
  if (module.createData?.resource) module.createData.resource = esm(module.createData.resource);
  else module.request = esm(module.request);
}
