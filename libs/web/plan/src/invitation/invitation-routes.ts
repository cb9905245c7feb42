import type { Routes } from '@angular/router';
import { loggedIn, wordsReady } from '@samenplan/web/core';
import { invitationWords } from './invitation-words';

const words = wordsReady(invitationWords);

/** Opening an invitation; to be mounted at `/uitnodiging`. Needs no login to open, and shows nothing without one. */
export const invitationRoutes: Routes = [
  { path: '', resolve: { words }, loadComponent: async () => (await import('./open-page')).OpenPage },
  { path: ':code', resolve: { words }, loadComponent: async () => (await import('./open-page')).OpenPage },
];

/** Asking a client, by the code that the client shows, to see something; to be mounted at `/vragen`. */
export const askRoutes: Routes = [
  {
    path: '',
    canActivate: [loggedIn],
    resolve: { words },
    loadComponent: async () => (await import('./ask-page')).AskPage,
  },
];
