import { AnalyticsPage } from './page/analytics-page.tsx';

/** What the host loads as `analyticsApp/Analytics`. Session, theme and queries come from the shared packages around it. */
export default function AnalyticsApp() {
  return <AnalyticsPage />;
}
