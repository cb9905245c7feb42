import type { Grant } from '@samenplan/shared/contracts';

/** Everything that is shown to one person or team. */
export interface ReviewedRecipient {
  readonly id: string;
  readonly recipient: Grant['recipient'];
  /** The whole plan first, then in the order of the plan. */
  readonly grants: readonly Grant[];
}

/** Rules by whom they are for, in the order of names. @param order ids of the sections, as the plan shows them */
export function byRecipient(grants: readonly Grant[], order: readonly string[]): readonly ReviewedRecipient[] {
  const place = ({ sectionId }: Grant): number => (sectionId === null ? -1 : order.indexOf(sectionId));
  const groups = Map.groupBy(grants, ({ recipient }) => recipient.id);
  return [...groups.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const sorted = own.toSorted((one, other) => place(one) - place(other));
      return [{ id: first.recipient.id, recipient: first.recipient, grants: sorted }];
    })
    .sort((one, other) => one.recipient.name.localeCompare(other.recipient.name, 'nl'));
}
