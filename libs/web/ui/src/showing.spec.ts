import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { ApiProblem, type Loaded, type LoadedState } from '@samenplan/web/core';
import { initialsOf, Person } from './person';
import { Badge } from './pills';
import { QrCode } from './qr-code';
import { EmptyState, Ready, ResourceView } from './resource';

class FakeLoaded implements Loaded<readonly string[]> {
  readonly state = signal<LoadedState>('loading');
  readonly value = signal<readonly string[] | undefined>(undefined);
  readonly problem = signal<ApiProblem | null>(null);
  readonly refreshing = signal(false);
  reloads = 0;

  reload(): void {
    this.reloads += 1;
  }
}

@Component({
  imports: [Badge, EmptyState, Person, QrCode, Ready, ResourceView],
  template: `
    <sp-resource [of]="list">
      <ng-template [spReady]="list" let-items>{{ items.join('+') }}</ng-template>
      <ng-template spEmptyState>nog niets</ng-template>
    </sp-resource>
    <sp-person name="Willemijn van der Heuvel" function="POH-ggz" organisation="De Linde" phone="06-0000 0012" />
    <sp-badge [count]="count()" label="2 onderdelen veranderd" />
    <sp-qr-code value="https://samenplan.example/begin" label="QR-code van het adres" />
  `,
})
class Host {
  readonly list = new FakeLoaded();
  readonly count = signal(0);
}

describe('what screens show', () => {
  const render = async () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const root = fixture.nativeElement as HTMLElement;
    return {
      fixture,
      host: fixture.componentInstance,
      root,
      resource: () => root.querySelector('sp-resource')?.textContent ?? '',
    };
  };

  it('shows the shape of what comes, then the thing', async () => {
    const { fixture, host, root, resource } = await render();
    expect(root.querySelectorAll('sp-skeleton .bone').length).toBe(3);
    host.list.value.set(['a', 'b']);
    host.list.state.set('ready');
    await fixture.whenStable();
    expect(resource().trim()).toBe('a+b');
  });

  it('says that there is nothing yet in the words of the screen', async () => {
    const { fixture, host, resource } = await render();
    host.list.state.set('empty');
    host.list.value.set([]);
    await fixture.whenStable();
    expect(resource().trim()).toBe('nog niets');
  });

  it('gives the same words for gone and for never allowed', async () => {
    const { fixture, host, resource } = await render();
    host.list.problem.set(new ApiProblem('not-found', 404));
    host.list.state.set('gone');
    await fixture.whenStable();
    expect(resource()).toContain('Dit is er niet (meer)');
  });

  it('lets one try again after a problem', async () => {
    const { fixture, host, root } = await render();
    host.list.problem.set(new ApiProblem('unexpected-error', 500, 'trace-1'));
    host.list.state.set('problem');
    await fixture.whenStable();
    expect(root.querySelector('[role=alert]')?.textContent).toContain('trace-1');
    root.querySelector<HTMLButtonElement>('sp-problem button')?.click();
    expect(host.list.reloads).toBe(1);
  });

  it('lets one tap a telephone number, and says whose it is', async () => {
    const { root } = await render();
    const call = root.querySelector<HTMLAnchorElement>('sp-person a');
    expect(call?.getAttribute('href')).toBe('tel:0600000012');
    expect(call?.getAttribute('aria-label')).toBe('Bel Willemijn van der Heuvel op 06-0000 0012');
  });

  it('shows no count of nothing', async () => {
    const { fixture, host, root } = await render();
    expect(root.querySelector('sp-badge')?.textContent?.trim()).toBe('');
    host.count.set(120);
    await fixture.whenStable();
    expect(root.querySelector('sp-badge')?.textContent).toContain('99+');
    expect(root.querySelector('sp-badge')?.textContent).toContain('2 onderdelen veranderd');
  });

  it('draws a code with its meaning in words', async () => {
    const { fixture, root } = await render();
    await fixture.whenStable();
    const drawing = root.querySelector('sp-qr-code svg');
    expect(drawing?.getAttribute('aria-label')).toBe('QR-code van het adres');
    expect(drawing?.querySelector('path')?.getAttribute('d')).toMatch(/^M\d+ \d+h1v1h-1z/);
  });

  it('makes initials of names with prefixes, one word or signs', () => {
    expect([
      initialsOf('Willemijn van der Heuvel'),
      initialsOf('Samira'),
      initialsOf('  '),
      initialsOf('Özgür Ünal'),
    ]).toEqual(['WH', 'S', '', 'ÖÜ']);
  });
});
