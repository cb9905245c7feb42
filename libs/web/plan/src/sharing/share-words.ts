import type { PlanTranslate } from '../plan-words';
import type { ShareDeed } from './share-answers';

/** "Wonen: meelezen" or "Het hele plan: meelezen". */
export function deedWords(t: PlanTranslate, deed: ShareDeed): string {
  return deed.title === null
    ? t(`share.check.plan.${deed.level}`)
    : t(`share.check.section.${deed.level}`, { title: deed.title });
}
