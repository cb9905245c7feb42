import { inject } from '@angular/core';
import type { CanMatchFn, Routes } from '@angular/router';
import { loggedIn, Session } from '@samenplan/web/core';

const somebodyIsIn: CanMatchFn = async () => (await inject(Session).ready()) === 'in';
const nobodyAnswers: CanMatchFn = async () => (await inject(Session).ready()) === 'unreachable';

/** The frame around a page shows who is logged in also where nobody has to be. */
const knowsWhoIsIn: CanMatchFn = async () => {
  await inject(Session).ready();
  return true;
};

export const appRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    canMatch: [nobodyAnswers],
    loadComponent: async () => (await import('./offline-page')).OfflinePage,
  },
  {
    path: '',
    pathMatch: 'full',
    canMatch: [somebodyIsIn],
    loadChildren: async () => (await import('@samenplan/web/plan')).startRoutes,
  },
  { path: '', pathMatch: 'full', loadComponent: async () => (await import('./welcome-page')).WelcomePage },
  {
    path: 'begin',
    loadChildren: async () => (await import('@samenplan/web/plan')).claimRoutes,
  },
  {
    path: 'uitnodiging',
    loadChildren: async () => (await import('@samenplan/web/plan')).invitationRoutes,
  },
  {
    path: 'vragen',
    loadChildren: async () => (await import('@samenplan/web/plan')).askRoutes,
  },
  {
    path: 'account',
    loadChildren: async () => (await import('@samenplan/web/plan')).accountCodeRoutes,
  },
  {
    path: 'getuige',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/plan')).confirmationRoutes,
  },
  {
    path: 'code',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/plan')).codeRoutes,
  },
  {
    path: 'plan-starten',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/plan')).planStartRoutes,
  },
  {
    path: 'plannen',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/plan')).planRoutes,
  },
  {
    path: 'niet-opgeslagen',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/plan')).unstoredRoutes,
  },
  {
    path: 'mijn-code',
    canActivate: [loggedIn],
    loadComponent: async () => (await import('./my-code-page')).MyCodePage,
  },
  {
    path: 'mijn-account',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/account')).accountRoutes,
  },
  {
    path: 'collega',
    loadChildren: async () => (await import('@samenplan/web/organisation')).joinRoutes,
  },
  {
    path: 'beheer',
    canActivate: [loggedIn],
    loadChildren: async () => (await import('@samenplan/web/organisation')).organisationRoutes,
  },
  {
    path: 'afmelden',
    loadChildren: async () => (await import('@samenplan/web/account')).unsubscribeRoutes,
  },
  { path: 'bevestigd', loadComponent: async () => (await import('./confirmed-page')).ConfirmedPage },
  { path: 'uitgelogd', loadComponent: async () => (await import('./logged-out-page')).LoggedOutPage },
  { path: 'geen-toegang', loadComponent: async () => (await import('./no-access-page')).NoAccessPage },
  { path: 'geen-verbinding', loadComponent: async () => (await import('./offline-page')).OfflinePage },
  {
    path: '**',
    canMatch: [knowsWhoIsIn],
    loadComponent: async () => (await import('./not-found-page')).NotFoundPage,
  },
];
