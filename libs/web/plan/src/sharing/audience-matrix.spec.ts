import { audienceRows, readersOf, wouldSee } from './audience-matrix';
import { testMember, testSection } from '../plan/plan-testing';

describe('who sees what', () => {
  const sections = [testSection('story'), testSection('home'), testSection('old', { archived: true })];
  const reads = { home: { level: 'read', why: 'person-section-share' } } as const;

  it('gives every person a cell for every section, in the order of the plan, also where nothing was said', () => {
    const [row] = audienceRows(sections, [testMember('nurse', reads)], 'client');
    expect(row?.cells.map((cell) => [cell.section.id, cell.level, cell.why])).toEqual([
      ['story', 'none', 'no-rule'],
      ['home', 'read', 'person-section-share'],
    ]);
  });

  it('shows only sections that the reader decides about', () => {
    const others = [...sections, testSection('closed', { level: 'read' })];
    expect(
      audienceRows(others, [testMember('nurse', reads)], 'client')[0]?.cells.map((cell) => cell.section.id),
    ).toEqual(['story', 'home']);
  });

  it('leaves the client out: who sees everything is not a choice', () => {
    expect(audienceRows(sections, [testMember('client', reads)], 'client')).toEqual([]);
  });

  it('puts the coordinator first and who sees nothing last', () => {
    const people = [
      testMember('anna', {}),
      testMember('zeno', reads, { isCoordinator: true }),
      testMember('bert', reads),
    ];
    expect(audienceRows(sections, people, 'client').map((row) => row.member.name)).toEqual(['zeno', 'bert', 'anna']);
  });

  it('says when the first right ends, and not the end of a right that shows nothing', () => {
    const nurse = testMember('nurse', {
      story: { level: 'none', why: 'person-section-withhold', endsAt: '2026-12-01T00:00:00Z' },
      home: { level: 'read', why: 'person-plan-share', endsAt: '2027-02-01T00:00:00Z' },
    });
    const [row] = audienceRows(sections, [nurse], 'client');
    expect(row?.firstEnd).toBe('2027-02-01T00:00:00Z');
    expect(row?.visible).toBe(1);
  });

  it('knows a representative, whose right no stop can end', () => {
    const [row] = audienceRows(
      sections,
      [testMember('son', { home: { level: 'manage', why: 'representative' } })],
      'client',
    );
    expect(row?.representative).toBe(true);
  });

  it('counts as reader who reads or more, and never the client', () => {
    const people = [
      testMember('client', { home: { level: 'manage', why: 'client' } }),
      testMember('nurse', reads),
      testMember('poh', {}),
    ];
    expect(readersOf('home', people, 'client').map((one) => one.name)).toEqual(['nurse']);
  });

  it('names who would see a section once it is no longer only for the client', () => {
    const hidden = { mine: { why: 'only-client' } } as const;
    const people = [
      testMember('whole', hidden, { planLevel: 'read' }),
      testMember('part', hidden),
      testMember('kept', { mine: { why: 'person-section-withhold' } }, { planLevel: 'read' }),
    ];
    expect(wouldSee('mine', people, 'client').map((one) => one.name)).toEqual(['whole']);
  });
});
