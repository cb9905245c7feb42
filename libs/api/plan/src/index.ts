export { destroyKeys, type Destroyed, type Doomed } from './key-destruction';
export { Plans } from './plans';
export { PlanModule } from './plan.module';
export { PlanStarts } from './plan-starts';
export { SectionRoom } from './section-room';
export { Sections } from './sections';
