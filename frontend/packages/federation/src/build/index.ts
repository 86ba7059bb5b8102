export { type AppOptions, mfApp } from './mf-app.ts';
