// What the specs of earlier versions are made of; nothing of the app imports it.
import type { HistoryBlock, HistoryPerson, HistoryRun, SectionVersion } from '@samenplan/shared/contracts';
import { TestBed } from '@angular/core/testing';
import { historyVoice } from './history-voice';
import type { HistoryVoice } from './version-words';

let last = 0;

export function testRun(text: string, more: Partial<HistoryRun> = {}): HistoryRun {
  return { text, author: 'noor', at: '2026-11-14T09:00:00Z', marks: [], change: 'same', removed: null, ...more };
}

export function testBlock(runs: HistoryRun[], more: Partial<HistoryBlock> = {}): HistoryBlock {
  last += 1;
  const changed = runs.some((run) => run.change !== 'same') ? 'changed' : 'same';
  return {
    blockId: `block-${last}`,
    kind: 'paragraph',
    level: null,
    checked: null,
    depth: 0,
    change: changed,
    runs,
    ...more,
  };
}

export const noor: HistoryPerson = { id: 'noor', name: 'Noor Jansen', function: null };
export const fatma: HistoryPerson = { id: 'fatma', name: 'Fatma Yilmaz', function: 'POH' };
export const sanne: HistoryPerson = { id: 'sanne', name: 'Sanne Bakker', function: 'wijkverpleegkundige' };

export function testVersion(version: number, until: string, more: Partial<SectionVersion> = {}): SectionVersion {
  return { version, from: until, until, authors: [noor], restoredFrom: null, words: { added: 1, removed: 0 }, ...more };
}

/** The real words, in Dutch, as this person reads them. */
export function testVoice(readerId: string | null = null): HistoryVoice {
  const voice = TestBed.runInInjectionContext(() => historyVoice());
  return { ...voice, readerId };
}
