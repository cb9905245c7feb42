import { z } from 'zod';
import { assurances } from './constants';
import { problemCatalogue, type ProblemCode } from './problem-catalogue';

const codes = Object.keys(problemCatalogue) as [ProblemCode, ...ProblemCode[]];

/** Body of every error answer. `errors` names fields, never their values. */
export const problemBody = z.object({
  type: z.string(),
  status: z.int(),
  title: z.string(),
  code: z.enum(codes),
  traceId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With `assurance-too-low`: what the login must be worth. `acr` is the claim of OpenID Connect for that level. */
  needs: z
    .object({ assurance: z.enum(assurances), acr: z.string(), freshMinutes: z.number().positive().optional() })
    .optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;
