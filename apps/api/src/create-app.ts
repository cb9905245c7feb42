import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { nestLogger, type PlatformOptions } from '@samenplan/api/platform';
import { AppModule } from './app.module';
import { configureApp, type AppParts } from './configure-app';

/** The application, ready to listen; used by the started product and by the tests. */
export async function createApp(
  options: Omit<PlatformOptions, 'entities'>,
  parts: AppParts,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(options), {
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
    logger: nestLogger(options.log),
    routeConflictPolicy: { duplicate: 'error' },
    routeResolutionStrategy: 'specificity',
  });
  configureApp(app, parts);
  return app;
}
