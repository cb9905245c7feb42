import { moveDown, moved, moveUp } from './plan-order';
import { testSection } from './plan-testing';

describe('the order of sections', () => {
  const sections = [testSection('story', { kind: 'own-story' }), testSection('a'), testSection('b'), testSection('c')];
  const ids = (move: ReturnType<typeof moveUp>, id: string): string[] =>
    move === null ? [] : moved(sections, id, move).map((section) => section.id);

  it('moves one place up or down', () => {
    expect(ids(moveUp(sections, 'c'), 'c')).toEqual(['story', 'a', 'c', 'b']);
    expect(ids(moveDown(sections, 'a'), 'a')).toEqual(['story', 'b', 'a', 'c']);
  });

  it('says the place after the move', () => {
    expect(moveUp(sections, 'c')).toEqual({ after: 'a', place: 3 });
    expect(moveDown(sections, 'a')).toEqual({ after: 'b', place: 3 });
  });

  it('keeps Mijn verhaal first', () => {
    expect(moveUp(sections, 'a')).toBeNull();
    expect(moveUp(sections, 'story')).toBeNull();
    expect(moveDown(sections, 'story')).toBeNull();
  });

  it('stops at the end, and knows nothing of a section that is not there', () => {
    expect(moveDown(sections, 'c')).toBeNull();
    expect(moveUp(sections, 'x')).toBeNull();
    expect(moveDown(sections, 'x')).toBeNull();
  });

  it('goes to the top where there is no own story to see', () => {
    expect(moveUp(sections.slice(1), 'b')).toEqual({ after: null, place: 1 });
  });
});
