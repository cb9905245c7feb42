import { Component } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { DialogFrame, Text } from '@samenplan/web/ui';
import { sectionWords, type SectionWord } from '../section/section-words';
import { readableKeys, toolbarButtons } from './toolbar-buttons';

const others: readonly { readonly word: SectionWord; readonly keys: string }[] = [
  { word: 'tool.link', keys: 'Mod-k' },
  { word: 'tool.deeper', keys: 'Mod-]' },
  { word: 'tool.back', keys: 'Mod-[' },
  { word: 'tool.to-toolbar', keys: 'Alt-F10' },
  { word: 'tool.leave', keys: 'Tab' },
];

/** All keys of the editor. */
@Component({
  selector: 'sp-toolbar-help',
  imports: [DialogFrame, Text],
  template: `
    <sp-dialog [heading]="t('tool.help')">
      <p spText>{{ t('tool.help.text') }}</p>
      <dl>
        @for (line of lines; track line.word) {
          <div>
            <dt>{{ t(line.word) }}</dt>
            <dd>
              <kbd>{{ line.keys }}</kbd>
            </dd>
          </div>
        }
      </dl>
    </sp-dialog>
  `,
  styles: `
    dl {
      margin: 0;
    }
    dl > div {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: var(--sp-space-1) var(--sp-space-4);
      padding-block: var(--sp-space-2);
      border-block-end: 1px solid var(--sp-line);
    }
    dd {
      margin: 0;
    }
    kbd {
      font: inherit;
      font-weight: 600;
    }
  `,
})
export class ToolbarHelp {
  protected readonly t = useWords(sectionWords);
  readonly #isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  protected readonly lines = [...toolbarButtons, ...others].map(({ word, keys }) => ({
    word,
    keys: readableKeys(keys, this.#isMac),
  }));
}
