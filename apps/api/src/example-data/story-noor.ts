import { tasks, text, type ExampleStory } from './stories';

/** A young person who decides together with her father. */
export const noor: ExampleStory = {
  client: 'young-client',
  title: 'Weer naar school',
  phase: 'exploration',
  coordinator: 'wmo',
  sections: [
    {
      title: 'Mijn verhaal',
      kind: 'own-story',
      writings: [
        {
          by: 'young-client',
          add: [text('Ik ben Noor en ik ben 14. Sinds de kerst ga ik bijna niet naar school. Ik teken veel.')],
        },
      ],
    },
    {
      title: 'School',
      kind: 'domain',
      domain: 'work-and-education',
      writings: [
        { by: 'young-client', add: [text('Ik wil wel terug, maar niet de hele dag. Tekenen en biologie zijn leuk.')] },
        { by: 'parent', add: [tasks('Mentor van school bellen', 'x Fiets laten maken')] },
      ],
    },
    {
      title: 'Thuis',
      kind: 'domain',
      domain: 'domestic-relations',
      writings: [{ by: 'young-client', add: [text('Over thuis praat ik liever eerst met Petra.')] }],
    },
  ],
  shares: [{ with: 'wmo', sections: null, level: 'write', days: 120 }],
  closed: { section: 'Thuis', to: 'parent', reason: 'Dit wil ik eerst zelf op een rij zetten.' },
  questions: [],
  looks: [{ by: 'wmo', sections: ['School'] }],
};
