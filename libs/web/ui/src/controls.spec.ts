import { Component, signal, type Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Button } from './button';
import { Checkbox } from './checkbox';
import { DateField } from './date-field';
import { RadioCards } from './radio-cards';
import { Segmented } from './segmented';
import { Select } from './select';
import { TextArea } from './text-area';
import { TextField } from './text-field';

@Component({
  imports: [Button, Checkbox, DateField, RadioCards, Segmented, Select, TextArea, TextField],
  template: `
    <sp-text-field label="Naam" hint="Je hele naam" [error]="error()" [(value)]="name" />
    <sp-text-area label="Verhaal" optional [(value)]="story" />
    <sp-date-field label="Dag" min="2026-01-01" [(value)]="day" />
    <sp-radio-cards legend="Kies" [choices]="choices" [(value)]="choice" />
    <sp-select label="Soort" [choices]="choices" [(value)]="kind" />
    <sp-segmented legend="Weergave" [choices]="choices" [(value)]="view" />
    <sp-checkbox label="Goed" [(checked)]="agreed" />
    <button spButton kind="primary" [busy]="busy()" (click)="clicks = clicks + 1">Verder</button>
  `,
})
class Host {
  readonly error = signal<string | null>(null);
  readonly name = signal('Samira');
  readonly story = signal('');
  readonly day = signal('2026-03-01');
  readonly choices = [
    { value: 'a', label: 'Eerste', hint: 'Dit gebeurt er' },
    { value: 'b', label: 'Tweede' },
  ] as const;
  readonly choice = signal<'a' | 'b' | null>(null);
  readonly kind = signal<'a' | 'b'>('b');
  readonly view = signal<'a' | 'b'>('a');
  readonly agreed = signal(false);
  readonly busy = signal(false);
  clicks = 0;
}

async function render<T>(host: Type<T>) {
  const fixture = TestBed.createComponent(host);
  await fixture.whenStable();
  const root = fixture.nativeElement as HTMLElement;
  const one = <E extends HTMLElement>(selector: string): E => {
    const found = root.querySelector<E>(selector);
    if (found === null) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  const labelled = <E extends HTMLElement>(words: string): E => {
    const label = [...root.querySelectorAll('label')].find((element) => element.textContent?.includes(words));
    if (label === undefined) throw new Error(`no label ${words}`);
    return label.htmlFor === '' ? one<E>(`label:has(input) input`) : one<E>(`#${label.htmlFor}`);
  };
  return { fixture, host: fixture.componentInstance, one, labelled };
}

describe('controls', () => {
  it('have a label each, and give what was typed', async () => {
    const { host, labelled } = await render(Host);
    const field = labelled<HTMLInputElement>('Naam');
    expect(field.value).toBe('Samira');
    field.value = 'Kees';
    field.dispatchEvent(new Event('input'));
    expect(host.name()).toBe('Kees');
    const story = labelled<HTMLTextAreaElement>('Verhaal');
    story.value = 'Ik woon hier';
    story.dispatchEvent(new Event('input'));
    expect(host.story()).toBe('Ik woon hier');
    expect(labelled<HTMLInputElement>('Dag').value).toBe('2026-03-01');
  });

  it('tell hint and error to who listens to the field', async () => {
    const { fixture, host, labelled, one } = await render(Host);
    host.error.set('Vul je naam in');
    await fixture.whenStable();
    const field = labelled('Naam');
    const told = (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => one(`#${id}`).textContent?.trim());
    expect(told).toEqual(['Je hele naam', 'Vul je naam in']);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('choose nothing beforehand and say what a choice means', async () => {
    const { host, one } = await render(Host);
    expect(host.choice()).toBeNull();
    const radio = one<HTMLInputElement>('sp-radio-cards input[value=a]');
    expect(radio.checked).toBe(false);
    expect(one(`#${radio.getAttribute('aria-describedby') ?? ''}`).textContent).toBe('Dit gebeurt er');
    radio.click();
    expect(host.choice()).toBe('a');
  });

  it('give the chosen one of a list and of a few views', async () => {
    const { host, one } = await render(Host);
    const select = one<HTMLSelectElement>('select');
    expect(select.value).toBe('b');
    select.value = 'a';
    select.dispatchEvent(new Event('change'));
    one<HTMLInputElement>('sp-segmented input[value=b]').click();
    one<HTMLInputElement>('sp-checkbox input').click();
    expect([host.kind(), host.view(), host.agreed()]).toEqual(['a', 'b', true]);
  });

  it('do not do the same twice while it is under way, and keep focus', async () => {
    const { fixture, host, one } = await render(Host);
    const button = one<HTMLButtonElement>('button[spButton]');
    button.click();
    host.busy.set(true);
    await fixture.whenStable();
    button.click();
    expect(host.clicks).toBe(1);
    expect(button.disabled).toBe(false);
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });
});
