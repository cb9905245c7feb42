import nl from './administration-nl.json' with { type: 'json' };
import type { AdministrationTranslate } from './administration-words';
import { changeSentence, fieldSentences, type ChangeVoice } from './change-sentences';

const t: AdministrationTranslate = (key, words = {}) => {
  const message = nl[key];
  const text = typeof message === 'string' ? message : message.other;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name]));
};
const voice: ChangeVoice = {
  t,
  date: (iso) => iso.slice(0, 10),
  days: (days) => days.join(' en '),
  duty: (duty) => `<${duty}>`,
  domain: (domain) => `<${domain}>`,
};
const line = { id: '1', at: '2026-11-22T10:00:00Z', by: null, name: 'Kim Bos', other: 'Team Noord', fields: [] };

describe('a line of the administration log', () => {
  it('says in one sentence what happened', () => {
    expect(changeSentence(voice, { ...line, subject: 'team-place', made: true })).toBe(
      'Kim Bos hoort nu bij Team Noord.',
    );
    expect(changeSentence(voice, { ...line, subject: 'team-place', made: false })).toBe(
      'Kim Bos hoort niet meer bij Team Noord.',
    );
    const leaves = { field: 'ends_at', before: null, after: '2026-12-01T23:00:00+00:00' };
    expect(changeSentence(voice, { ...line, subject: 'place', made: false, fields: [leaves] })).toBe(
      'Vertrek van Kim Bos geregeld.',
    );
    const accepted = { field: 'accepted_at', before: null, after: '2026-11-22T10:00:00+00:00' };
    expect(changeSentence(voice, { ...line, name: '7', subject: 'invitation', made: false, fields: [accepted] })).toBe(
      'Uitnodiging 7 bevestigd.',
    );
  });

  it('says what stood there and what stands there now, in words and not in codes', () => {
    const fields = [
      { field: 'duties', before: '', after: 'no-secrecy' },
      { field: 'working_days', before: '1, 3', after: '2' },
      { field: 'phone', before: '06-00 000 001', after: null },
      { field: 'code_hash', before: 'a', after: 'b' },
    ];
    expect(fieldSentences(voice, { ...line, subject: 'function', made: false, fields })).toEqual([
      'Moet en mag: eerst niets, nu <no-secrecy>',
      'Werkdagen: eerst 1 en 3, nu 2',
      'Telefoonnummer: eerst 06-00 000 001, nu niets',
    ]);
  });
});
