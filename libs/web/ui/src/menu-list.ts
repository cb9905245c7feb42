import { CdkMenu, CdkMenuItem } from '@angular/cdk/menu';
import { afterNextRender, Component, inject, InjectionToken, viewChild } from '@angular/core';
import { Icon } from './icon';
import type { MenuItem } from './menu';

/** What an open menu shows and whom it tells about the choice. */
export interface MenuContent {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly choose: (item: MenuItem) => void;
}

export const menuContent = new InjectionToken<MenuContent>('content of the open menu');

/** The open list; arrows, Home, End and typing a letter come from the CDK. */
@Component({
  selector: 'sp-menu-list',
  imports: [CdkMenu, CdkMenuItem, Icon],
  template: `
    <div class="sp-menu" cdkMenu [attr.aria-label]="content.label">
      @for (item of content.items; track item.label) {
        <button
          type="button"
          class="sp-menu-item"
          [class.sp-menu-item--danger]="item.danger"
          cdkMenuItem
          [cdkMenuItemDisabled]="item.disabled ?? false"
          (cdkMenuItemTriggered)="content.choose(item)"
        >
          @if (item.icon; as name) {
            <sp-icon [name]="name" />
          }
          {{ item.label }}
        </button>
      }
    </div>
  `,
})
export class MenuList {
  protected readonly content = inject(menuContent);
  private readonly menu = viewChild.required(CdkMenu);

  constructor() {
    afterNextRender(() => this.menu().focusFirstItem('keyboard'));
  }
}
