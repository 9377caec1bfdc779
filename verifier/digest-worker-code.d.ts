// The built text of digest-worker.ts, put in by the build.
declare module 'virtual:digest-worker' {
  export const digestWorkerCode: string;
}
