// What the specs of the plan pages build their world of; nothing of the app imports it.
import { TestBed } from '@angular/core/testing';
import type {
  AccessLogEntry,
  AccessLogLine,
  AudienceMember,
  Grant,
  Plan,
  SectionSummary,
} from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { planWords, type PlanTranslate } from '../plan-words';

export const testEnd = '2027-02-22T22:59:59Z';

/** The real words, in Dutch. */
export function testWords(): PlanTranslate {
  return TestBed.runInInjectionContext(() => useWords(planWords));
}

export function testSection(id: string, more: Partial<SectionSummary> = {}): SectionSummary {
  return {
    id,
    title: id,
    level: 'manage',
    kind: 'own',
    domain: null,
    archived: false,
    changedAt: null,
    unseen: false,
    onlyMe: false,
    ...more,
  };
}

type Entry = AudienceMember['sections'][number];

export function testMember(
  personId: string,
  sections: Readonly<Record<string, Partial<Entry>>>,
  more: Partial<AudienceMember> = {},
): AudienceMember {
  return {
    personId,
    name: personId,
    organisation: null,
    function: null,
    phone: null,
    workingDays: [],
    duties: [],
    planLevel: 'none',
    isCoordinator: false,
    sections: Object.entries(sections).map(([sectionId, entry]) => ({
      sectionId,
      level: 'none',
      why: 'no-rule',
      grantId: null,
      teamName: null,
      endsAt: null,
      purpose: null,
      legalBasis: null,
      ...entry,
    })),
    ...more,
  };
}

/** A rule that shows the whole plan to the person `poh` for reading. */
export function testGrant(id: string, more: Partial<Grant> = {}): Grant {
  return {
    id,
    recipient: { type: 'person', id: 'poh', name: 'poh', organisation: null, function: null, affiliationId: 'place' },
    sectionId: null,
    effect: 'share',
    level: 'read',
    purpose: null,
    legalBasis: null,
    startsAt: '2026-11-01T00:00:00Z',
    endsAt: testEnd,
    ...more,
  };
}

export function testTeamGrant(id: string, more: Partial<Grant> = {}): Grant {
  const recipient = {
    type: 'team',
    id: 'team',
    name: 'team',
    organisation: null,
    function: null,
    affiliationId: null,
  } as const;
  return testGrant(id, { recipient, ...more });
}

export function testPlan(sections: readonly SectionSummary[], more: Partial<Plan> = {}): Plan {
  return {
    id: 'plan',
    title: 'Plan',
    phase: 'planning',
    client: { id: 'client', name: 'Ans', birthDate: null },
    coordinator: null,
    changedAt: null,
    unseenSections: 0,
    level: 'manage',
    may: { manage: true, arrange: true, addSection: true },
    sections: [...sections],
    ...more,
  };
}

/** A line of the log: Fatma reads Wonen. */
export function testLine(at: string, more: Partial<AccessLogLine> = {}): AccessLogLine {
  return {
    id: at,
    at,
    person: { id: 'poh', name: 'Fatma Yilmaz' },
    organisation: 'De Linde',
    role: 'praktijkondersteuner',
    onBehalfOf: null,
    helper: null,
    action: 'R',
    outcome: 'success',
    type: 'section-live-read',
    object: { type: 'section', id: 'home', title: 'Wonen' },
    sensitivity: 'restricted',
    detail: null,
    purpose: null,
    allowedBy: { why: 'person-section-share', grantId: 'g' },
    emergency: false,
    source: 'samenplan',
    traceId: 't',
    ...more,
  };
}

/** What Fatma did on one day, merged by the server. */
export function testEntry(at: string, more: Partial<AccessLogEntry> = {}): AccessLogEntry {
  const line = more.line ?? testLine(at);
  return {
    line,
    count: 1,
    since: at,
    parts: [{ type: line.type, count: 1, times: [at] }],
    question: null,
    mayAsk: true,
    ...more,
  };
}

export interface AskedRequest {
  readonly method: string;
  /** Path below the API prefix, with its query. */
  readonly path: string;
  readonly body: unknown;
}

/**
 * Puts a server of a few lines behind `fetch`.
 * @param answer gives the body of an answer, or a status for an error; undefined is 204
 * @returns what was asked so far, in order
 */
export function testServer(answer: (request: AskedRequest) => unknown): readonly AskedRequest[] {
  const asked: AskedRequest[] = [];
  globalThis.fetch = async (address, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    const request = { method: init?.method ?? 'GET', path: String(address).replace('/api/v1', ''), body };
    asked.push(request);
    return toResponse(answer(request));
  };
  return asked;
}

/** jsdom has no Response; these are the parts that the app reads. */
function toResponse(given: unknown): Response {
  const status = typeof given === 'number' ? given : given === undefined ? 204 : 200;
  const headers = { get: () => (status === 204 ? null : 'application/json') };
  const parts = { ok: status < 400, status, headers, json: async () => (typeof given === 'number' ? {} : given) };
  return parts as unknown as Response;
}
