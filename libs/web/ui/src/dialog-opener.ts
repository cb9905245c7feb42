import { Dialog, type DialogRef } from '@angular/cdk/dialog';
import type { Injector, Type } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { dialogData, dialogHeadingId, OpenDialog } from './dialog';

/** Opens with the CDK: focus trap, Escape, focus return and inert background come from it. */
export async function openDialog<R, D>(
  injector: Injector,
  component: Type<unknown>,
  data: D | undefined,
  alert: boolean,
): Promise<R | undefined> {
  const opened = injector.get(Dialog).open<R, D>(component, {
    data: data ?? null,
    role: alert ? 'alertdialog' : 'dialog',
    ariaModal: true,
    ariaLabelledBy: dialogHeadingId,
    autoFocus: 'first-heading',
    restoreFocus: true,
    panelClass: 'sp-dialog-panel',
    backdropClass: 'sp-dialog-backdrop',
    providers: (ref: DialogRef<R>) => [
      { provide: OpenDialog, useValue: new OpenDialog<R>((result) => ref.close(result)) },
      { provide: dialogData, useValue: data },
    ],
  });
  return firstValueFrom(opened.closed, { defaultValue: undefined });
}
