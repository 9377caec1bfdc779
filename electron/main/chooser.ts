// The system's dialogs of Electron, always in front of the application's window.
import { type BrowserWindow, dialog } from 'electron';
import type { Chooser } from '../host/host-session.ts';

/** Dialogs that belong to the window `current` names at the time of asking; cancelled when there is none. */
export function createElectronChooser(current: () => BrowserWindow | null): Chooser {
  return {
    async chooseFiles({ multiple, filters }) {
      const window = current();
      if (window === null) return null;
      const properties: ('openFile' | 'multiSelections')[] = multiple ? ['openFile', 'multiSelections'] : ['openFile'];
      const answer = await dialog.showOpenDialog(window, { properties, filters });
      return answer.canceled ? null : answer.filePaths;
    },
    async chooseFolder() {
      const window = current();
      if (window === null) return null;
      const answer = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] });
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    async chooseSave({ suggestedName, filters }) {
      const window = current();
      if (window === null) return null;
      const answer = await dialog.showSaveDialog(window, { defaultPath: suggestedName, filters });
      return answer.canceled || answer.filePath === '' ? null : answer.filePath;
    },
  };
}
