import { heading, list, tasks, text, type ExampleStory } from './stories';

/** Money with a bewindvoerder, work with the whole team. */
export const mo: ExampleStory = {
  client: 'client-2',
  title: 'Schuldenvrij en aan het werk',
  phase: 'planning',
  coordinator: 'social-worker',
  sections: [
    {
      title: 'Mijn verhaal',
      kind: 'own-story',
      writings: [
        {
          by: 'client-2',
          add: [
            text(
              'Ik ben Mo, vader van Ilyas (7). Door een kapotte bestelbus raakte ik mijn werk kwijt, en daarna liep alles op.',
            ),
            text('Over twee jaar wil ik geen schulden meer hebben. En ik wil met Ilyas naar zee.'),
          ],
        },
      ],
    },
    {
      title: 'Geld',
      kind: 'domain',
      domain: 'finances',
      writings: [
        {
          by: 'client-2',
          add: [text('Ik krijg 65 euro leefgeld per week. Dat is krap, maar het lukt als er niets stukgaat.')],
        },
        {
          by: 'money-representative',
          add: [
            heading('Stand van zaken'),
            list(
              'Zeven schuldeisers, met vijf is een regeling',
              'Huur en energie worden vast betaald',
              'Er is nu 120 euro apart gezet voor tegenslag',
            ),
            tasks('x Brief aan de zorgverzekeraar', 'Twee laatste schuldeisers bellen'),
          ],
        },
        { by: 'money-representative', find: 'vijf is een regeling', put: 'zes is een regeling' },
      ],
    },
    {
      title: 'Werk',
      kind: 'domain',
      domain: 'work-and-education',
      writings: [
        { by: 'client-2', add: [text('Rijden is mijn vak. Liefst overdag, zodat ik Ilyas van school kan halen.')] },
        {
          by: 'social-worker',
          add: [tasks('x Cv opnieuw gemaakt', 'Kennismaken bij de buurtbus', 'Vragen naar de opleiding code 95')],
        },
        { by: 'client-2', find: 'Kennismaken bij de buurtbus', put: 'Proefrit bij de buurtbus, dinsdag om 10 uur' },
      ],
    },
    {
      title: 'Ilyas',
      kind: 'domain',
      domain: 'domestic-relations',
      writings: [
        { by: 'client-2', add: [text('Om de week is Ilyas bij mij, van vrijdag tot maandag. Dat gaat goed.')] },
      ],
    },
  ],
  shares: [
    { with: 'social-worker', sections: null, level: 'write', days: 150 },
    { with: 'wmo', sections: ['Werk'], level: 'read', days: 60 },
  ],
  questions: [{ by: 'wmo', section: 'Werk' }],
  looks: [{ by: 'social-worker', sections: ['Mijn verhaal', 'Werk'] }],
};

/** A mentor decides for her father; the nurse coordinates. */
export const willem: ExampleStory = {
  client: 'client-3',
  title: 'Thuis in de Lindehof',
  phase: 'evaluation',
  coordinator: 'nurse',
  sections: [
    {
      title: 'Mijn verhaal',
      kind: 'own-story',
      writings: [
        {
          by: 'client-3',
          add: [
            text(
              'Ik was schilder. Op mijn tachtigste klim ik niet meer op een ladder, maar kijken doe ik nog elke dag.',
            ),
          ],
        },
        {
          by: 'representative',
          add: [text('Pa vertelt graag over de boot. Als hij onrustig is, helpt het om daarnaar te vragen.')],
        },
      ],
    },
    {
      title: 'De dag door',
      kind: 'domain',
      domain: 'basic-adl',
      writings: [
        {
          by: 'nurse',
          add: [
            heading('Zo gaat het nu'),
            list(
              'Wassen en aankleden: met hulp, elke ochtend om 8 uur',
              'Eten: zelf, als het klaarstaat',
              'Medicijnen: uit de rol',
            ),
          ],
        },
        { by: 'representative', find: 'elke ochtend om 8 uur', put: 'elke ochtend tussen 8 en 9 uur' },
      ],
    },
    {
      title: 'Boodschappen en gezelschap',
      kind: 'domain',
      domain: 'social-network',
      writings: [
        {
          by: 'representative',
          add: [text('Gerda gaat donderdag met pa naar de markt. Ze drinken daarna koffie op de hoek.')],
        },
        { by: 'nurse', add: [tasks('x Rollator nakijken', 'Vragen of de dagsoos een plek heeft')] },
      ],
    },
    {
      title: 'Evaluatie',
      kind: 'evaluation',
      writings: [
        {
          by: 'nurse',
          add: [
            text('Het gaat beter dan in de winter. Willem valt minder en slaapt de nacht door.'),
            text('Vraag voor het gesprek: is twee keer per dag nog nodig?'),
          ],
        },
      ],
    },
  ],
  shares: [
    { with: 'nurse', sections: null, level: 'write', days: 120 },
    { with: 'gp', sections: null, level: 'read', days: 180 },
    { with: 'poh', sections: ['De dag door', 'Evaluatie'], level: 'read', days: 90 },
    { with: 'volunteer', sections: ['Boodschappen en gezelschap'], level: 'read', days: 90 },
    { with: 'informal', sections: ['Boodschappen en gezelschap'], level: 'read', days: 30 },
  ],
  questions: [],
  looks: [
    { by: 'representative', sections: ['De dag door', 'Evaluatie'] },
    { by: 'volunteer', sections: ['Boodschappen en gezelschap'] },
  ],
};

/** Started together with the maatschappelijk werker, by a code. */
export const jasmijn: ExampleStory = {
  client: 'client-4',
  title: 'Een eigen plek',
  phase: 'registration',
  startedBy: 'social-worker',
  sections: [
    {
      title: 'Mijn verhaal',
      kind: 'own-story',
      writings: [
        {
          by: 'client-4',
          add: [text('Ik slaap nu bij een vriendin op de bank. Ik zoek een kamer en wil mijn opleiding afmaken.')],
        },
      ],
    },
    {
      title: 'Wonen',
      kind: 'domain',
      domain: 'housing',
      writings: [
        { by: 'client-4', add: [text('De bank kan nog tot de zomer. Daarna weet ik het niet.')] },
        {
          by: 'social-worker',
          add: [text('Wij zoeken samen naar een kamer met begeleiding. De eerste afspraak is volgende week.')],
        },
      ],
    },
  ],
  shares: [{ with: 'wmo', sections: ['Wonen'], level: 'read', days: 60 }],
  questions: [],
  looks: [{ by: 'social-worker', sections: ['Mijn verhaal', 'Wonen'] }],
};

/** Nearly done: only now and then a look. */
export const fatma: ExampleStory = {
  client: 'client-5',
  title: 'Vasthouden wat goed gaat',
  phase: 'monitoring',
  sections: [
    {
      title: 'Mijn verhaal',
      kind: 'own-story',
      writings: [
        {
          by: 'client-5',
          add: [
            text(
              'Na mijn operatie had ik veel hulp. Nu doe ik bijna alles weer zelf, en ik geef les in het buurthuis.',
            ),
          ],
        },
      ],
    },
    {
      title: 'Meedoen',
      kind: 'domain',
      domain: 'participation',
      writings: [
        { by: 'client-5', add: [text('Elke woensdag taalcafé. Zestien mensen, acht landen, één koffiekan.')] },
        {
          by: 'social-worker',
          add: [text('Bellen in maart: loopt het nog? Zo ja, dan sluiten we het plan samen af.')],
        },
      ],
    },
    {
      title: 'Als het weer minder gaat',
      kind: 'agreements',
      writings: [
        {
          by: 'client-5',
          add: [list('Ik slaap slecht: ik bel Sanne', 'Ik zeg het taalcafé twee keer af: mijn zoon belt mij')],
        },
      ],
    },
  ],
  shares: [
    { with: 'social-worker', sections: ['Meedoen', 'Als het weer minder gaat'], level: 'write', days: 200 },
    { with: 'poh', sections: ['Als het weer minder gaat'], level: 'read', days: 200 },
    { with: 'd1000000-0000-4000-8000-000000000002', sections: ['Als het weer minder gaat'], level: 'read', days: 200 },
    { with: 'network-coordinator', sections: ['Meedoen'], level: 'read', days: 200 },
  ],
  questions: [],
  looks: [{ by: 'network-coordinator', sections: ['Meedoen'] }],
};
