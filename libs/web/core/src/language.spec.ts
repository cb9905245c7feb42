import { TestBed } from '@angular/core/testing';
import { Language } from './language';
import { wordsOf } from './words';

const nl = { hello: 'Hallo {name}', days: { one: '{n} dag', other: '{n} dagen' } };
const en = { hello: 'Hello {name}', days: { one: '{n} day', other: '{n} days' } };
const words = wordsOf('test', nl, async () => ({ default: en }));

describe('language of the screen', () => {
  beforeEach(() => localStorage.clear());

  it('is Dutch until somebody switches', () => {
    const t = TestBed.inject(Language).translator(words);
    expect(t('hello', { name: 'Samira' })).toBe('Hallo Samira');
  });

  it('switches words and the language of the page at run time, and back', async () => {
    const language = TestBed.inject(Language);
    const t = language.translator(words);
    await language.change('en');
    TestBed.tick();
    expect(t('hello', { name: 'Samira' })).toBe('Hello Samira');
    expect(document.documentElement.lang).toBe('en');
    await language.change('nl');
    TestBed.tick();
    expect(t('hello', { name: 'Samira' })).toBe('Hallo Samira');
    expect(document.documentElement.lang).toBe('nl');
  });

  it('chooses the form that belongs to the number', () => {
    const t = TestBed.inject(Language).translator(words);
    expect([t('days', { n: 0 }), t('days', { n: 1 }), t('days', { n: 2 })]).toEqual(['0 dagen', '1 dag', '2 dagen']);
  });

  it('shows a forgotten parameter instead of hiding it', () => {
    expect(TestBed.inject(Language).translator(words)('hello')).toBe('Hallo {name}');
  });

  it('does not fill in what a name itself contains', () => {
    expect(TestBed.inject(Language).translator(words)('hello', { name: '{n}' })).toBe('Hallo {n}');
  });

  it('remembers only which language was chosen', async () => {
    await TestBed.inject(Language).change('en');
    expect({ ...localStorage }).toEqual({ 'samenplan.language': 'en' });
  });

  it('loads the words of a feature that comes later in the language of that moment', async () => {
    const language = TestBed.inject(Language);
    await language.change('en');
    const later = wordsOf('later', { hi: 'Dag' }, async () => ({ default: { hi: 'Hi' } }));
    await language.prepare(later);
    expect(language.translator(later)('hi')).toBe('Hi');
  });

  it('stays Dutch when English cannot be loaded', async () => {
    const language = TestBed.inject(Language);
    const broken = wordsOf('broken', { hi: 'Dag' }, () => Promise.reject(new Error('offline')));
    const t = language.translator(broken);
    await expect(language.change('en')).rejects.toThrow('offline');
    expect(language.code()).toBe('nl');
    expect(t('hi')).toBe('Dag');
  });
});
