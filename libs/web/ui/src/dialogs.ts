import { inject, Injectable, Injector, type Type } from '@angular/core';

export interface Confirmation {
  readonly heading: string;
  /** What happens, said before the tap. Several strings are several paragraphs. */
  readonly text: string | readonly string[];
  /** The verb of the action, for example "Stop met laten zien". */
  readonly confirm: string;
  readonly cancel?: string;
  readonly danger?: boolean;
}

/** Opens dialogs. The dialog machinery is loaded when the first one opens, so it weighs nothing before. */
@Injectable({ providedIn: 'root' })
export class Dialogs {
  readonly #injector = inject(Injector);

  /** Asks for a yes; closing in any other way is a no. */
  async confirm(question: Confirmation): Promise<boolean> {
    const { ConfirmDialog } = await import('./confirm-dialog');
    return (await this.open<boolean, Confirmation>(ConfirmDialog, question, question.danger === true)) ?? false;
  }

  /**
   * Shows a component in a dialog; it frames itself with `<sp-dialog>`, reads its data with `injectDialogData()` and
   * closes itself with `inject(OpenDialog).close(result)`. Focus goes in, stays in, and returns.
   * @returns what the dialog was closed with; `undefined` when it was left
   */
  async open<R, D = unknown>(component: Type<unknown>, data?: D, alert = false): Promise<R | undefined> {
    const { openDialog } = await import('./dialog-opener');
    return openDialog<R, D>(this.#injector, component, data, alert);
  }
}
