/** User settings under which the editor is quiet, offline and readable for a test. */
export const EDITOR_SETTINGS: Readonly<Record<string, unknown>> = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // Otherwise some editors open as a modal overlay.
  'workbench.editor.useModal': 'off',
  'window.dialogStyle': 'custom',
  'files.simpleDialog.enable': true,
  'chat.disableAIFeatures': true,
  'git.autofetch': false,
  'git.autorefresh': false,
  'security.workspace.trust.enabled': false,
  // The DOM renderer: terminal text can be read.
  'terminal.integrated.gpuAcceleration': 'off',
  // No toasts about open ports.
  'remote.autoForwardPorts': false,
  'remote.otherPortsAttributes': { onAutoForward: 'ignore' },
};
