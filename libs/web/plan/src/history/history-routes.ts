import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { sectionWords } from '../section/section-words';
import { versionMatcher } from './history-address';
import { HistoryPage } from './history-page';
import { historyWords } from './history-words';

/** Earlier versions of a section, below the address of the section; loaded when somebody goes there. */
export const historyRoutes: Routes = [
  {
    matcher: versionMatcher,
    resolve: { words: wordsReady(historyWords), sectionWords: wordsReady(sectionWords) },
    component: HistoryPage,
  },
];
