import type { INestApplicationContext } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { RouteShape } from '@samenplan/shared/contracts';
import { routeOf } from './routes';

/**
 * Every route of the contracts has exactly one handler, and no handler serves a route outside them.
 * @returns what is wrong, one sentence each; empty when all is well
 */
export function routeFaults(
  application: INestApplicationContext,
  routes: Readonly<Record<string, RouteShape>>,
): string[] {
  const handled = handledRoutes(application);
  const known = new Set(Object.values(routes));
  const faults = Object.entries(routes).flatMap(([name, route]) => {
    const handlers = handled.filter((entry) => entry.route === route);
    return handlers.length === 1
      ? []
      : [`Route ${name} has ${handlers.length} handlers: ${handlers.map((entry) => entry.handler).join(', ')}`];
  });
  return [
    ...faults,
    ...handled
      .filter(({ route }) => !known.has(route))
      .map(({ handler }) => `${handler} serves a route outside the contracts`),
  ];
}

function handledRoutes(application: INestApplicationContext): { route: RouteShape; handler: string }[] {
  const scanner = new MetadataScanner();
  const reflector = new Reflector();
  const controllers = [...application.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const prototype: unknown = metatype?.prototype;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method: unknown = Reflect.get(prototype, name);
      const route = typeof method === 'function' ? routeOf(reflector, method as () => unknown) : undefined;
      return route === undefined ? [] : [{ route, handler: `${metatype?.name ?? ''}.${name}` }];
    });
  });
}
