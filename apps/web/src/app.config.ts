import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
  type ApplicationConfig,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { Language, PageTitles } from '@samenplan/web/core';
import { appRoutes } from './app.routes';
import { appWords } from './app-words';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      appRoutes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
    ),
    { provide: TitleStrategy, useExisting: PageTitles },
    provideAppInitializer(() => {
      const language = inject(Language);
      // A language that cannot be loaded leaves Dutch on screen: never a reason not to start.
      return language
        .prepare(appWords)
        .then(() => language.restore())
        .catch(() => undefined);
    }),
  ],
};
