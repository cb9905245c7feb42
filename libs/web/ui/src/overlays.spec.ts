import { ApplicationRef, Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Dialogs } from './dialogs';
import { Menu, type MenuItem } from './menu';
import { ToastOutlet, Toasts } from './toasts';

/** Waits until something stands in the page; its machinery is loaded lazily. */
async function appears(selector: string): Promise<HTMLElement> {
  const now = document.querySelector<HTMLElement>(selector);
  if (now !== null) return now;
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      const found = document.querySelector<HTMLElement>(selector);
      if (found === null) return;
      watch.disconnect();
      resolve(found);
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
}

const buttonNamed = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find(
    (button) => (button.getAttribute('aria-label') ?? button.textContent)?.trim() === name,
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};

describe('a question before something happens', () => {
  const ask = () =>
    TestBed.inject(Dialogs).confirm({
      heading: 'Stoppen?',
      text: 'Dan ziet Kees dit niet meer.',
      confirm: 'Stop',
      danger: true,
    });

  it('is named by its heading and is a yes only after the yes', async () => {
    const answer = ask();
    const dialog = await appears('[role=alertdialog] h2');
    const container = dialog.closest('[role=alertdialog]');
    expect(container?.getAttribute('aria-modal')).toBe('true');
    expect(container?.getAttribute('aria-labelledby')).toBe(dialog.id);
    buttonNamed('Stop').click();
    expect(await answer).toBe(true);
  });

  it('is a no when it is closed in any other way', async () => {
    const cancelled = ask();
    await appears('[role=alertdialog] h2');
    buttonNamed('Annuleren').click();
    expect(await cancelled).toBe(false);
    const left = ask();
    await appears('[role=alertdialog] h2');
    buttonNamed('Sluiten').click();
    expect(await left).toBe(false);
  });
});

describe('a dialog longer than the screen', () => {
  const native = globalThis.ResizeObserver;
  afterEach(() => {
    globalThis.ResizeObserver = native;
  });

  it('can be scrolled with the keyboard, and is no extra stop while everything fits', async () => {
    let measure = (): void => undefined;
    globalThis.ResizeObserver = class extends native {
      constructor(callback: ResizeObserverCallback) {
        super(callback);
        measure = () => callback([], this);
      }
    };
    const answer = TestBed.inject(Dialogs).confirm({ heading: 'Stoppen?', text: 'Dan stopt het.', confirm: 'Stop' });
    const heading = await appears('[role=dialog] h2');
    await TestBed.inject(ApplicationRef).whenStable();
    const body = heading.closest('sp-dialog')?.querySelector<HTMLElement>('.body');
    if (!body) throw new Error('no body');
    expect(body.hasAttribute('tabindex')).toBe(false);
    Object.defineProperty(body, 'scrollHeight', { value: 900 });
    measure();
    await TestBed.inject(ApplicationRef).whenStable();
    expect(body.tabIndex).toBe(0);
    expect(body.getAttribute('aria-labelledby')).toBe(heading.id);
    buttonNamed('Annuleren').click();
    await answer;
  });
});

@Component({ imports: [Menu], template: `<sp-menu label="Meer" [items]="items" />` })
class MenuHost {
  readonly #chosen = Promise.withResolvers<string>();
  readonly chosen = this.#chosen.promise;
  readonly items: readonly MenuItem[] = [
    { label: 'Naam veranderen', run: () => this.#chosen.resolve('rename') },
    { label: 'Weghalen', danger: true, run: () => this.#chosen.resolve('remove') },
  ];
}

describe('a menu', () => {
  it('opens with its first choice in focus, does what was chosen, and gives focus back', async () => {
    const fixture = TestBed.createComponent(MenuHost);
    document.body.append(fixture.nativeElement as HTMLElement);
    await fixture.whenStable();
    const trigger = buttonNamed('Meer');
    trigger.click();
    await appears('[role=menu] [role=menuitem]');
    await fixture.whenStable();
    expect(trigger.getAttribute('aria-expanded')).toBe('true');
    expect(document.activeElement?.textContent?.trim()).toBe('Naam veranderen');
    buttonNamed('Weghalen').click();
    expect(await fixture.componentInstance.chosen).toBe('remove');
    expect(document.querySelector('[role=menu]')).toBeNull();
    expect(document.activeElement).toBe(trigger);
  });
});

@Component({ imports: [ToastOutlet], template: `<sp-toasts />` })
class ToastHost {
  readonly toasts = inject(Toasts);
}

describe('a message after an action', () => {
  it('stays with its undo until it is used, and takes back once', async () => {
    const fixture = TestBed.createComponent(ToastHost);
    document.body.append(fixture.nativeElement as HTMLElement);
    let undone = 0;
    fixture.componentInstance.toasts.show({ text: 'Gestopt', undo: () => (undone += 1) });
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).querySelector('[role=status]')?.textContent).toContain('Gestopt');
    buttonNamed('Ongedaan maken').click();
    await fixture.whenStable();
    expect(undone).toBe(1);
    expect(fixture.componentInstance.toasts.shown()).toBeNull();
  });
});
