import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { ShareEndPicker } from './share-end-picker';
import { dutchDay, endDay, endOfDutchDay } from './share-ends';

describe('choosing an end', () => {
  let fixture: ComponentFixture<ShareEndPicker>;
  const host = (): HTMLElement => fixture.nativeElement as HTMLElement;

  const pick = async (choice: string): Promise<void> => {
    host().querySelector<HTMLInputElement>(`input[type=radio][value="${choice}"]`)?.click();
    await fixture.whenStable();
  };
  const fillIn = async (day: string): Promise<void> => {
    const field = host().querySelector<HTMLInputElement>('input[type=date]');
    if (field === null) throw new Error('no date field');
    field.value = day;
    field.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  };

  beforeEach(async () => {
    fixture = TestBed.createComponent(ShareEndPicker);
    await fixture.whenStable();
  });

  it('gives the last second of the day that a choice stands for', async () => {
    await pick('1');
    expect(fixture.componentInstance.endsAt()).toBe(endOfDutchDay(endDay('1', '', new Date()) ?? ''));
  });

  it('gives no end while the own day is empty or over, and says so once it was checked', async () => {
    await pick('date');
    await fillIn('2020-01-01');
    expect(fixture.componentInstance.endsAt()).toBeNull();
    expect(host().querySelector('[role=alert]')).toBeNull();
    fixture.componentRef.setInput('checked', true);
    await fixture.whenStable();
    expect(host().querySelector('[role=alert]')?.textContent).toContain('Kies een dag vanaf vandaag');
  });

  it('stays at the own date while the day typed is also a ready-made choice', async () => {
    await pick('date');
    await fillIn(endDay('3', '', new Date()) ?? '');
    expect(host().querySelector('input[type=date]')).not.toBeNull();
    expect(fixture.componentInstance.endsAt()).not.toBeNull();
  });

  it('never offers a day that is over', async () => {
    await pick('date');
    expect(host().querySelector('input[type=date]')?.getAttribute('min')).toBe(dutchDay(new Date()));
  });
});
