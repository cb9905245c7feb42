import type { Routes } from '@angular/router';
import { hasRole, wordsReady } from '@samenplan/web/core';
import { administrationWords } from './administration-words';

/** Screens of who administers an organisation. The server decides again whose it is. */
export const administrationRoutes: Routes = [
  {
    path: '',
    canActivate: [hasRole('administrator')],
    resolve: { administrationWords: wordsReady(administrationWords) },
    children: [
      {
        path: '',
        pathMatch: 'full',
        loadComponent: async () => (await import('./organisations-page')).OrganisationsPage,
      },
      {
        path: 'organisaties/:organisationId',
        children: [
          {
            path: '',
            pathMatch: 'full',
            loadComponent: async () => (await import('./organisation-page')).OrganisationPage,
          },
          { path: 'mensen', loadComponent: async () => (await import('./colleagues-page')).ColleaguesPage },
          { path: 'mensen/uitnodigen', loadComponent: async () => (await import('./invite-page')).InvitePage },
          {
            path: 'mensen/:affiliationId',
            loadComponent: async () => (await import('./colleague-page')).ColleaguePage,
          },
          { path: 'teams', loadComponent: async () => (await import('./teams-page')).TeamsPage },
          { path: 'teams/:teamId', loadComponent: async () => (await import('./team-page')).TeamPage },
          { path: 'functies', loadComponent: async () => (await import('./functions-page')).FunctionsPage },
          { path: 'functies/:functionId', loadComponent: async () => (await import('./function-page')).FunctionPage },
          { path: 'beheerders', loadComponent: async () => (await import('./administrators-page')).AdministratorsPage },
          { path: 'veranderingen', loadComponent: async () => (await import('./changes-page')).ChangesPage },
        ],
      },
    ],
  },
];

/** Where a colleague comes in with a code, mounted at `/collega`; needs no login to be opened. */
export const joinRoutes: Routes = [
  {
    path: '',
    resolve: { administrationWords: wordsReady(administrationWords) },
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./join-page')).JoinPage },
      { path: ':code', loadComponent: async () => (await import('./join-page')).JoinPage },
    ],
  },
];
