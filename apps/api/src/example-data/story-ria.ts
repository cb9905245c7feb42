import { heading, list, tasks, text, type ExampleStory } from './stories';

/** The plan of the example client: every kind of sharing happens in it. */
export const ria: ExampleStory = {
  client: 'client',
  title: 'Weer zelf aan het roer',
  phase: 'support',
  coordinator: 'social-worker',
  sections: [
    {
      title: 'Mijn verhaal',
      kind: 'own-story',
      writings: [
        {
          by: 'client',
          add: [
            text(
              'Ik ben Ria. Ik woon al 31 jaar in de Lindehof, op drie hoog, met mijn kat Sjors. Vroeger werkte ik in de bibliotheek.',
            ),
            text(
              'Sinds mijn man er niet meer is, lukt het me minder goed om de dag te beginnen. Post laat ik liggen. Buiten kom ik bijna niet meer.',
            ),
            heading('Wat ik wil'),
            list(
              'Weer twee keer per week de deur uit.',
              'Geen angst meer voor de brievenbus.',
              'In mijn eigen huis blijven wonen.',
            ),
            text('Ik hou van lezen, van de tuin van mijn zus en van mensen die gewoon zeggen waar het op staat.'),
          ],
        },
      ],
    },
    {
      title: 'Hoe het met mij gaat',
      kind: 'domain',
      domain: 'mental-health',
      writings: [
        {
          by: 'client',
          add: [
            text('Ochtenden zijn het moeilijkst. Ik lig dan lang wakker te piekeren.'),
            text('Wat helpt: een telefoontje om half tien, en iets waar ik op tijd moet zijn.'),
          ],
        },
        {
          by: 'poh',
          add: [
            heading('Wat we afspraken op het spreekuur'),
            tasks(
              'x Piekerschrift naast het bed',
              'Elke ochtend om 9.30 uur even bellen, twee weken lang',
              'Rustig opbouwen: eerst de trap, dan de tuin',
            ),
            text('Over drie weken kijken Ria en ik samen of het bellen nog nodig is.'),
          ],
        },
        { by: 'poh', find: 'een telefoontje om half tien', put: 'een kort telefoontje om half tien' },
        { by: 'client', find: 'twee weken lang', put: 'drie weken lang' },
      ],
    },
    {
      title: 'Lichaam en pijn',
      kind: 'domain',
      domain: 'physical-health',
      writings: [
        {
          by: 'client',
          add: [
            text('Mijn knie doet zeer op de trap. Drie hoog is dan ver.'),
            text('De pillen neem ik in, maar ik weet niet altijd meer of ik het al gedaan heb.'),
            list('Ochtend: bloeddruk', 'Avond: knie, alleen als het nodig is'),
          ],
        },
        { by: 'client', find: 'ik weet niet altijd meer', put: 'ik weet soms niet meer' },
      ],
    },
    {
      title: 'Mijn huis',
      kind: 'domain',
      domain: 'housing',
      writings: [
        {
          by: 'client',
          add: [text('Ik wil hier blijven. Maar de trap wordt een probleem en de badkamer is glad.')],
        },
        {
          by: 'social-worker',
          add: [
            heading('Wat we uitzoeken'),
            tasks(
              'x Beugel in de douche aanvragen',
              'Vragen naar een woning met lift in dezelfde straat',
              'Samen bellen met de woningstichting',
            ),
          ],
        },
        { by: 'social-worker', find: 'de badkamer is glad', put: 'de vloer van de badkamer is glad' },
      ],
    },
    {
      title: 'Geld en post',
      kind: 'domain',
      domain: 'finances',
      writings: [
        { by: 'client', add: [text('Er ligt een stapel post van drie maanden. Ik durf hem niet open te maken.')] },
        {
          by: 'social-worker',
          add: [
            text('Joost komt elke maandag. We openen samen tien brieven, nooit meer.'),
            tasks('x Eerste stapel: tien brieven', 'Energierekening nakijken', 'Toeslag zorgverzekering aanvragen'),
          ],
        },
      ],
    },
    {
      title: 'Mensen om mij heen',
      kind: 'network',
      writings: [
        {
          by: 'client',
          add: [
            list(
              'Toos, mijn zus: belt op zondag, haalt me op voor de tuin',
              'Buurvrouw van twee hoog: neemt mijn pakjes aan',
              'De leesclub, vroeger',
            ),
            text('Toos mag dit lezen. Ik wil haar niet met alles belasten.'),
          ],
        },
      ],
    },
    {
      title: 'Afspraken',
      kind: 'agreements',
      writings: [
        {
          by: 'social-worker',
          add: [
            heading('Deze maand'),
            tasks(
              'x Maandag: post met Joost',
              'Woensdag: spreekuur bij Sanne',
              'Vrijdag: Toos haalt Ria op voor de tuin',
            ),
          ],
        },
        { by: 'client', find: 'Vrijdag', put: 'Zaterdag' },
      ],
    },
    {
      title: 'Mijn broer',
      kind: 'own',
      writings: [
        {
          by: 'client',
          add: [
            text('Met mijn broer heb ik geen contact meer. Dat wil ik voorlopig zo houden. Ik schrijf hier op waarom.'),
          ],
        },
      ],
    },
    {
      title: 'Dagboek',
      kind: 'own',
      onlyMe: true,
      writings: [
        { by: 'client', add: [text('Vandaag niemand gesproken. Sjors lag de hele middag op schoot. Dat was genoeg.')] },
      ],
    },
  ],
  shares: [
    { with: 'social-worker', sections: null, level: 'write', days: 180 },
    { with: 'social-worker', sections: ['Mijn broer'], level: 'withhold', days: 0 },
    { with: 'poh', sections: ['Hoe het met mij gaat'], level: 'write', days: 120 },
    { with: 'poh', sections: ['Mijn verhaal', 'Afspraken'], level: 'read', days: 120 },
    { with: 'nurse', sections: ['Lichaam en pijn', 'Afspraken'], level: 'read', days: 90 },
    { with: 'gp', sections: ['Hoe het met mij gaat', 'Lichaam en pijn'], level: 'read', days: 180 },
    { with: 'wmo', sections: ['Mijn huis'], level: 'read', days: 60 },
    { with: 'informal', sections: ['Mensen om mij heen', 'Afspraken'], level: 'read', days: 180 },
  ],
  questions: [{ by: 'nurse', section: 'Lichaam en pijn' }],
  looks: [
    { by: 'gp', sections: ['Lichaam en pijn'] },
    { by: 'nurse', sections: ['Lichaam en pijn', 'Afspraken'] },
    { by: 'informal', sections: ['Afspraken'] },
    { by: 'wmo', sections: ['Mijn huis'] },
    { by: 'poh', sections: ['Mijn verhaal', 'Hoe het met mij gaat'] },
  ],
};
