import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { useWords } from '@samenplan/web/core';
import { StatusPill } from '@samenplan/web/ui';
import { AudienceLevel } from './audience-level';
import type { AudienceRow } from './audience-matrix';
import { levelWords } from './audience-why';
import { planWords } from '../plan-words';

/** Sections down, people across; every cell says in words what it shows and leads to where it can be changed. */
@Component({
  selector: 'sp-audience-table',
  imports: [AudienceLevel, RouterLink, StatusPill],
  template: `
    <table>
      <caption class="sp-visually-hidden">
        {{
          t('audience.table')
        }}
      </caption>
      <thead>
        <tr>
          <th scope="col">{{ t('audience.table.section') }}</th>
          @for (row of rows(); track row.member.personId) {
            <th scope="col">
              <a [routerLink]="linkTo(row)" [attr.aria-label]="t('audience.change.of', { name: row.member.name })">
                {{ row.member.name }}
              </a>
              <span class="function">{{ row.member.function ?? '' }}</span>
              <span class="function">{{ row.member.organisation ?? '' }}</span>
              @if (row.member.isCoordinator) {
                <sp-status-pill>{{ t('audience.coordinator') }}</sp-status-pill>
              }
              @if (row.representative) {
                <sp-status-pill>{{ t('audience.representative') }}</sp-status-pill>
              }
            </th>
          }
        </tr>
      </thead>
      <tbody>
        @for (section of sections(); track section.id; let at = $index) {
          <tr>
            <th scope="row">{{ section.title }}</th>
            @for (row of rows(); track row.member.personId) {
              @if (row.cells[at]; as cell) {
                <td>
                  <a
                    [routerLink]="linkTo(row)"
                    [queryParams]="{ onderdeel: section.id }"
                    [attr.aria-label]="
                      t('audience.cell', { section: section.title, name: row.member.name, level: words(cell.level) })
                    "
                  >
                    <sp-audience-level [cell]="cell" />
                  </a>
                </td>
              }
            }
          </tr>
        }
      </tbody>
      <tfoot>
        <tr>
          <td></td>
          @for (row of rows(); track row.member.personId) {
            <td>
              <a class="preview" [routerLink]="['/plannen', planId(), 'zo-ziet', row.member.personId]">
                {{ t('audience.preview', { name: row.member.name }) }}
              </a>
            </td>
          }
        </tr>
      </tfoot>
    </table>
  `,
  styleUrl: './audience-table.css',
})
export class AudienceTable {
  readonly planId = input.required<string>();
  readonly rows = input.required<readonly AudienceRow[]>();

  protected readonly t = useWords(planWords);
  protected readonly sections = computed(() => this.rows()[0]?.cells.map((cell) => cell.section) ?? []);

  protected linkTo(row: AudienceRow): readonly string[] {
    return ['/plannen', this.planId(), 'wie-ziet-wat', row.member.personId];
  }

  protected words(level: AudienceRow['cells'][number]['level']): string {
    return levelWords(this.t, level).words;
  }
}
