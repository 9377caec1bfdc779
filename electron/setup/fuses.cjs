// Electron's fuses, set in the binary while packing and before signing (electron-builder's `afterPack`). Not the
// `electronFuses` key of electron-builder.yml: that one knows neither every fuse nor `strictlyRequireAllFuses`.
const { FuseV1Options, FuseVersion } = require('@electron/fuses');

const fuses = {
  version: FuseVersion.V1,
  // A fuse that a later Electron adds must be decided here before anything is packed.
  strictlyRequireAllFuses: true,
  // The binary is the application and nothing else: no Node command line, options or debugger through it.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Code comes from the archive, and the archive is the one that was built (checked on Windows and macOS).
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  // The page is served from app://, so file:// needs no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // The session lives in memory: there are no cookies to encrypt with the system's key store.
  [FuseV1Options.EnableCookieEncryption]: false,
  // One start snapshot for all processes, Electron's own.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The usual bounds checks of WebAssembly (pictures and digests are decoded with it).
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** electron-builder's hook. */
async function afterPack(context) {
  await context.packager.addElectronFuses(context, fuses);
}

module.exports = { afterPack, fuses };
