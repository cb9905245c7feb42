import {
  createFlexibleConnectedPositionStrategy,
  createOverlayRef,
  createRepositionScrollStrategy,
} from '@angular/cdk/overlay';
import { ComponentPortal } from '@angular/cdk/portal';
import { Injector, type ElementRef } from '@angular/core';
import type { MenuItem } from './menu';
import { menuContent, MenuList } from './menu-list';

/** Opens a menu at a button. @returns what was chosen; `null` after Escape, Tab or a tap beside it */
export function openMenu(
  injector: Injector,
  origin: ElementRef<HTMLElement>,
  label: string,
  items: readonly MenuItem[],
): Promise<MenuItem | null> {
  return new Promise((resolve) => {
    const overlay = createOverlayRef(injector, {
      positionStrategy: createFlexibleConnectedPositionStrategy(injector, origin)
        // Beside its button in the document, so that it belongs to the same part of the page for a screen reader.
        .withPopoverLocation('inline')
        .withViewportMargin(8)
        .withPositions([
          { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 4 },
          { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: 4 },
          { originX: 'end', originY: 'top', overlayX: 'end', overlayY: 'bottom', offsetY: -4 },
        ]),
      scrollStrategy: createRepositionScrollStrategy(injector),
      disposeOnNavigation: true,
    });
    const finish = (item: MenuItem | null): void => {
      // First the answer: going away counts as nothing chosen.
      resolve(item);
      overlay.dispose();
    };
    overlay.keydownEvents().subscribe((event) => {
      if (event.key !== 'Escape' && event.key !== 'Tab') return;
      event.preventDefault();
      finish(null);
    });
    overlay.outsidePointerEvents().subscribe(() => finish(null));
    overlay.detachments().subscribe(() => resolve(null));
    overlay.attach(
      new ComponentPortal(
        MenuList,
        null,
        Injector.create({
          parent: injector,
          providers: [{ provide: menuContent, useValue: { label, items, choose: finish } }],
        }),
      ),
    );
  });
}
