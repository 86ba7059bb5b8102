export { type BootApp, type BootDocument, emptyBoot, type MountKind } from './runtime/boot-document.ts';
export { ShapeError } from './runtime/check.ts';
export { RemoteLoader, type RemoteModule } from './runtime/loader.ts';
export { type Mountable, type MountProps, toMountable, type Unmount } from './runtime/mountable.ts';
export { parseBoot, readBoot } from './runtime/read-boot.ts';
export { RemoteError } from './runtime/remote-error.ts';
export type { LoadPhase, LoadReport, ReportLoad } from './runtime/report.ts';
export { startFederation, whenIdle } from './runtime/start.ts';
