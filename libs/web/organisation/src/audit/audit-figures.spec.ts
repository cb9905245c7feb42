import { logTypes } from '@samenplan/shared/contracts';
import { groupsOf } from './audit-figures';

describe('kinds of events for a privacy officer', () => {
  it('are counted by group, without empty ones', () => {
    const kinds = ['plan-read', 'section-live-read', 'section-live-write', 'grant-stopped', 'something-new'];
    expect(groupsOf(kinds.map((type) => ({ type, lines: 2 })))).toEqual([
      { group: 'look', lines: 4 },
      { group: 'write', lines: 2 },
      { group: 'share', lines: 2 },
      { group: 'other', lines: 2 },
    ]);
  });

  it('lose no line of any kind that there is', () => {
    const groups = groupsOf(logTypes.map((type) => ({ type, lines: 1 })));
    expect(groups.reduce((sum, { lines }) => sum + lines, 0)).toBe(logTypes.length);
  });
});
