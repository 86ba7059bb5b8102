import { SettingsPage } from './page/settings-page.tsx';

/** What the host loads as `settingsApp/Settings`. Session, theme and queries come from the shared packages around it. */
export default function SettingsApp() {
  return <SettingsPage />;
}
