import { RegistryPage } from './page/registry-page.tsx';

/** What the host loads as `registryApp/Registry`. Session, theme and queries come from the shared packages around it. */
export default function RegistryApp() {
  return <RegistryPage />;
}
