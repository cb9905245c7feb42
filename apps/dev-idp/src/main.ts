// The bundle that `DEV_IDP_MODULE` points to: the api imports it in local mode and mounts what it returns.
export { createDevIdp, type DevIdpOptions } from './create-dev-idp';
