import { booleanAttribute, Component, computed, input } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Icon, type IconName } from './icon';
import { uiWords } from './ui-words';

export type AlertKind = 'info' | 'ok' | 'warning' | 'error';

const icons: Record<AlertKind, IconName> = { info: 'info', ok: 'check', warning: 'warning', error: 'error' };

/** A message inside a page. Its kind is said in words too. With `live` it is read out when it appears. */
@Component({
  selector: 'sp-alert',
  imports: [Icon],
  template: `
    <div class="utrecht-alert" [class]="'utrecht-alert--' + kind()" [attr.role]="role()">
      <sp-icon [name]="icon()" />
      <div class="utrecht-alert__content">
        <strong class="title" [class.sp-visually-hidden]="heading() === null">{{ heading() ?? t(kindWord()) }}</strong>
        <div class="utrecht-alert__message"><ng-content /></div>
      </div>
    </div>
  `,
  styles: `
    :host {
      display: block;
    }
    sp-icon {
      margin-block-start: 0.1em;
      color: var(--_utrecht-alert-icon-color);
    }
    .utrecht-alert__content {
      min-inline-size: 0;
      flex: 1;
    }
    .utrecht-alert__message {
      display: block;
    }
  `,
})
export class Alert {
  readonly kind = input<AlertKind>('info');
  readonly heading = input<string | null>(null);
  readonly live = input(false, { transform: booleanAttribute });

  protected readonly t = useWords(uiWords);
  protected readonly icon = computed(() => icons[this.kind()]);
  protected readonly kindWord = computed(() => `alert.${this.kind()}` as const);
  protected readonly role = computed(() => (this.live() ? (this.kind() === 'error' ? 'alert' : 'status') : null));
}
