import { config } from '@vscode/l10n';
import { l10n } from 'vscode';

// Where the editor speaks another language. Before all other modules: some make their texts when they are loaded.
if (l10n.bundle !== undefined) config({ contents: l10n.bundle });
