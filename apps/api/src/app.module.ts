import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from '@samenplan/api/access';
import { identityEntities, IdentityModule, Logins } from '@samenplan/api/identity';
import { LiveModule } from '@samenplan/api/live';
import { PlanModule, SectionRoom } from '@samenplan/api/plan';
import { PlatformModule, type PlatformOptions } from '@samenplan/api/platform';
import { DescriptionsController } from './descriptions.controller';

/** Entities of all libraries; tables exist through migrations only. */
const entities = [...identityEntities];

/** The whole server. */
@Module({})
export class AppModule {
  static forRoot(options: Omit<PlatformOptions, 'entities'>): DynamicModule {
    const live = LiveModule.forRooms({ kinds: [SectionRoom], logins: Logins, imports: [IdentityModule, PlanModule] });
    return {
      module: AppModule,
      controllers: [DescriptionsController],
      imports: [PlatformModule.forRoot({ ...options, entities }), IdentityModule, AccessModule, PlanModule, live],
    };
  }
}
