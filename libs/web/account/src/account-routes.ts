import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { accountWords } from './account-words';

/** Pages of the own account, mounted at `/mijn-account`. */
export const accountRoutes: Routes = [{ path: '', resolve: { words: wordsReady(accountWords) }, children: [] }];
