import { Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Badge } from './pills';

export interface Tab {
  readonly label: string;
  readonly link: string | readonly string[];
  /** True when only exactly this address counts as being on the tab. */
  readonly exact?: boolean;
  readonly count?: number;
  /** What `count` counts, in words. */
  readonly countLabel?: string;
}

/** Pages that belong together, as links: the address changes, the back button works. */
@Component({
  selector: 'sp-tabs',
  imports: [Badge, RouterLink, RouterLinkActive],
  template: `
    <nav [attr.aria-label]="label()">
      <ul role="list">
        @for (tab of tabs(); track tab.label) {
          <li>
            <a
              [routerLink]="tab.link"
              routerLinkActive="here"
              ariaCurrentWhenActive="page"
              [routerLinkActiveOptions]="{ exact: tab.exact ?? false }"
              >{{ tab.label }}
              @if (tab.count; as count) {
                <sp-badge [count]="count" [label]="tab.countLabel ?? ''" />
              }
            </a>
          </li>
        }
      </ul>
    </nav>
  `,
  styles: `
    :host {
      display: block;
      border-block-end: 1px solid var(--sp-line);
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--sp-space-1);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    a {
      display: inline-flex;
      align-items: center;
      gap: var(--sp-space-2);
      min-block-size: 44px;
      padding-inline: var(--sp-space-3);
      border-block-end: 3px solid transparent;
      color: var(--sp-ink-soft);
      font-weight: 600;
      text-decoration: none;
    }
    a:hover {
      color: var(--sp-ink);
      background: var(--sp-accent-soft);
    }
    a.here {
      color: var(--sp-accent-dark);
      border-color: var(--sp-accent);
    }
  `,
})
export class Tabs {
  readonly label = input.required<string>();
  readonly tabs = input.required<readonly Tab[]>();
}
