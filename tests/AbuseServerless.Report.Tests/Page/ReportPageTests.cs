using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Report.Tests.Data;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Report.Tests.Page;

public sealed partial class ReportPageTests
{
    private static readonly ReportModel Story = ReportModel.Of(ReputationStory.Data());
    private static readonly ReportModel Empty = ReportModel.Of(new ReportData(ReputationStory.Made, TimeZoneInfo.Utc, ReputationStory.Today, ReputationStory.Today));

    [Theory]
    [InlineData(ReportLanguage.En, "<html lang=\"en\">", "13,453,581", "24 Nov 2026, 15:30", "Brazil (BR)")]
    [InlineData(ReportLanguage.Ja, "<html lang=\"ja\">", "13,453,581", "2026年11月24日 15:30", "ブラジル (BR)")]
    public void Numbers_times_and_countries_are_written_as_the_language_does_in_the_time_zone_of_the_statistics(ReportLanguage language, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, ReportPage.File(Story, language), StringComparison.Ordinal));

    [Fact]
    public void A_file_carries_its_policy_and_no_links_that_need_a_server()
    {
        var page = ReportPage.File(Story, ReportLanguage.En);

        Assert.Contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#x27;none&#x27;; ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("frame-ancestors", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"?", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_served_page_has_its_policy_from_the_server_and_links_to_other_days_and_languages()
    {
        var page = ReportPage.Served(Story, ReportLanguage.En);

        Assert.DoesNotContain("Content-Security-Policy", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"?days=90&amp;lang=en\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"?days=28&amp;lang=ja\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_names_each_script_and_the_style_and_allows_nothing_else()
    {
        var page = ReportPage.Served(Story, ReportLanguage.Ja);
        var scripts = Inline().Matches(page).Where(element => !element.Groups["attributes"].Value.Contains("application/json", StringComparison.Ordinal)).ToList();

        Assert.Equal(14, scripts.Count);
        Assert.All(scripts, element => Assert.Contains($"'sha256-{Hash(element.Groups["text"].Value)}'", ReportPage.ServedPolicy, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'; ", ReportPage.ServedPolicy, StringComparison.Ordinal);
        Assert.EndsWith("; frame-ancestors 'none'", ReportPage.ServedPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", ReportPage.ServedPolicy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<[a-z]+[^>]*\s(style|on[a-z]+)=", WithoutScripts(page));
    }

    [Fact]
    public void The_page_names_no_other_host_but_where_the_geolocation_is_from() =>
        Assert.Equal(["https://db-ip.com"], Link().Matches(WithoutScripts(ReportPage.Served(Story, ReportLanguage.En))).Select(match => match.Groups[1].Value).Where(link => link.StartsWith("http", StringComparison.Ordinal)));

    [Fact]
    public void The_licences_of_the_libraries_are_in_the_page()
    {
        var page = ReportPage.Served(Story, ReportLanguage.En);
        Assert.Contains("Chart.js Contributors", page, StringComparison.Ordinal);
        Assert.Contains("chartjs-plugin-annotation", page, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "Permission is hereby granted, free of charge"));
    }

    [Theory]
    [InlineData(ReportLanguage.En, "Nothing is known of your reputation yet", "No day has been summarised yet; next run: 07:05.", "Import-GeoMailLog", "no AUTH event has arrived yet either", "none has arrived yet either", "Not summarised yet")]
    [InlineData(ReportLanguage.Ja, "集計された日がまだないため", "次回の集計：07:05。", "Import-GeoMailLog", "AUTHイベントもまだ届いていません", "まだ何も届いていません", "未集計")]
    public void What_is_missing_is_said_and_how_to_get_it(ReportLanguage language, params string[] parts)
    {
        var page = ReportPage.File(Empty, language);
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.DoesNotContain("<canvas", page, StringComparison.Ordinal);
        Assert.DoesNotContain(PageTexts.Of(language)["deliveries.none"], page, StringComparison.Ordinal);
        Assert.DoesNotContain(PageTexts.Of(language)["suspensions.none"], page, StringComparison.Ordinal);
        Assert.DoesNotContain(PageTexts.Of(language)["health.none"], page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportLanguage.En, "No deliveries were counted in these days.", "there are no deliveries in these days", "No account was ever suspended.", "No message was rejected in the last 7 days.")]
    [InlineData(ReportLanguage.Ja, "この期間の配送は集計されていません。", "この期間の配送がないため", "停止されたアカウントはありません。", "直近7日間に拒否されたメッセージはありません。")]
    public void None_is_said_where_it_was_counted_and_there_is_none(ReportLanguage language, params string[] parts)
    {
        var quiet = new ReportData(ReputationStory.Made, TimeZoneInfo.Utc, ReputationStory.Today, ReputationStory.Today) { Summarised = ReputationStory.Made, NewestSighting = ReputationStory.Made };
        Assert.All(parts, part => Assert.Contains(part, ReportPage.File(ReportModel.Of(quiet), language), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ReportLanguage.En, "When the days were last summarised, 19 Nov 2026, 15:30, reputation was not lost", "The days were last summarised at 19 Nov 2026, 15:30, more than two hours ago: check that SummariseDay runs (next run: 16:05).")]
    [InlineData(ReportLanguage.Ja, "最後の集計（2026年11月19日 15:30）の時点では", "最後の集計（2026年11月19日 15:30）から2時間以上たっています。SummariseDayの動作を確認してください（次回：16:05）。")]
    public void Where_summaries_stopped_the_verdict_says_of_when_it_is(ReportLanguage language, params string[] parts)
    {
        var page = ReportPage.File(ReportModel.Of(ReputationStory.Data() with { Summarised = ReputationStory.Made.AddDays(-5) }), language);
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.DoesNotContain(PageTexts.Of(language)["verdict.none-lost"], page, StringComparison.Ordinal);
        Assert.Contains("card verdict unknown", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportLanguage.En, "A log was imported at 24 Nov 2026, 15:29: what came since", "counted up to 24 Nov 2026, 15:28")]
    [InlineData(ReportLanguage.Ja, "2026年11月24日 15:29にログが取り込まれました。", "2026年11月24日 15:28までの集計")]
    public void Right_after_an_import_nothing_is_said_to_be_none_that_is_not_counted_yet(ReportLanguage language, params string[] parts)
    {
        var log = new FollowedLog("mx1", new LogHealth("/var/log/mail.log", 5_000, 5_000, 4_000, 0)) { Imported = ReputationStory.Made.AddMinutes(-1) };
        var quiet = new ReportData(ReputationStory.Made, ReputationStory.TimeZone, ReputationStory.Today, ReputationStory.Today)
        {
            Summarised = ReputationStory.Made.AddMinutes(-2),
            NewestSighting = ReputationStory.Made,
            Days = [new(ReputationStory.Today) { Counted = ReputationStory.Made.AddMinutes(-2) }],
            Standings = new Dictionary<SuspensionState, int> { [SuspensionState.Active] = 4 },
            Logs = [log],
        };
        var page = ReportPage.File(ReportModel.Of(quiet), language);
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.All(["verdict.unknown", "deliveries.none", "countries.none"], key => Assert.DoesNotContain(PageTexts.Of(language)[key], page, StringComparison.Ordinal));
        Assert.Contains(PageTexts.Of(language)["verdict.unknown"], ReportPage.File(ReportModel.Of(quiet with { Logs = [] }), language), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportLanguage.En, "Reputation is not lost at any provider.", "<strong><bdi>Google</bdi></strong> refused 51.00% of the mail on 23 Nov 2026 (2.00% in the 7 days before), mostly for: Content.")]
    [InlineData(ReportLanguage.Ja, "レピュテーションの低下は、どのプロバイダーにもありません。", "<strong><bdi>Google</bdi></strong>は2026年11月23日に、メールの51.00%を拒否しました（直前7日間は2.00%、主な理由：")]
    public void A_provider_that_suddenly_refuses_the_mail_is_named_and_the_verdict_is_not_green(ReportLanguage language, params string[] parts)
    {
        var day = ReputationStory.Today.AddDays(-1);
        var tally = new DeliveryTally { Sent = 490, Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.Content] = 500, [ReplyClass.BadRecipient] = 10 } };
        var data = new ReportData(ReputationStory.Made, TimeZoneInfo.Utc, day, ReputationStory.Today) { Summarised = ReputationStory.Made, Deliveries = [new(day, "Google", tally) { ErrorRateChange7 = 0.49 }, new(day, "*", tally) { ErrorRateChange7 = 0.49 }] };
        var page = ReportPage.File(ReportModel.Of(data), language);
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.Contains("card verdict unknown", page, StringComparison.Ordinal);
        Assert.DoesNotContain("card verdict unknown", ReportPage.File(Story, language), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_section_has_a_link_at_the_top()
    {
        var page = WithoutScripts(ReportPage.File(Story, ReportLanguage.En));
        var sections = Section().Matches(page).Select(match => match.Groups[1].Value).Where(id => id != "verdict").ToList();
        Assert.Equal(7, sections.Count);
        Assert.Equal(sections, Link().Matches(page[page.IndexOf("class=\"sections\"", StringComparison.Ordinal)..page.IndexOf("<main", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value.TrimStart('#')));
        Assert.DoesNotContain("#shares-section", ReportPage.File(Empty, ReportLanguage.En), StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_have_two_digits_wherever_they_stand() =>
        Assert.All(Share().Matches(WithoutScripts(ReportPage.File(Story, ReportLanguage.En))), match => Assert.Matches(@"^\d+\.\d\d%$", match.Groups[1].Value));

    [Fact]
    public void Days_of_which_accounts_were_not_counted_do_not_show_none()
    {
        var day = ReputationStory.Today.AddDays(-20);
        var data = ReputationStory.Data();
        var page = ReportPage.File(ReportModel.Of(data with { Days = [.. data.Days.Where(other => other.Day != day), new(day) { IsOver = true }] }), ReportLanguage.En);
        Assert.Contains("<time datetime=\"2026-11-04\">4 Nov 2026</time></th><td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td>", page, StringComparison.Ordinal);
        Assert.Contains("–: not counted.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("–: not counted.", ReportPage.File(Story, ReportLanguage.En), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportLanguage.En, "Reputation lost at <strong><bdi>Microsoft</bdi></strong> since 14 Nov 2026, <strong><bdi>shop.example</bdi></strong> since 12 Nov 2026.", "1 account would be suspended (Observe mode).", "AUTH events up to 24 Nov 2026, 15:15.")]
    [InlineData(ReportLanguage.Ja, "<strong><bdi>Microsoft</bdi></strong> （2026年11月14日から）、", "1件のアカウントが停止の対象です（観察モード）。", "AUTHイベントの最終時刻：2026年11月24日 15:15。")]
    public void The_verdict_says_where_reputation_is_lost_whom_that_concerns_and_up_to_when(ReportLanguage language, params string[] parts)
    {
        ReputationChange Lost(string provider, int day) => new(provider, ReputationStanding.Lost, 1, ReputationStory.Made, new(2026, 11, day), 200, 30, 0.1);
        var page = ReportPage.File(
            ReportModel.Of(ReputationStory.Data() with
            {
                Reputations = [Lost("Microsoft", 14), Lost("shop.example", 12)],
                Standings = new Dictionary<SuspensionState, int> { [SuspensionState.Active] = 1 },
                Mode = EnforcementMode.Observe,
            }),
            language);
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ReportLanguage.En, "Lag 3 s", "Without a country 0.62%", "Geolocation data 19 days old", "Dead letters more than 5,000", "More than 5,000 messages were rejected")]
    [InlineData(ReportLanguage.Ja, "遅延 3秒", "国の不明な利用 0.62%", "位置情報データ 19日前", "デッドレター 5,000件超", "5,000件を超えるメッセージが拒否されました")]
    public void The_state_of_the_data_is_told_on_top(ReportLanguage language, params string[] parts)
    {
        var page = ReportPage.File(ReportModel.Of(ReputationStory.Data() with { Rejected = new(5_000, true, []) }), language);
        var verdict = page[page.IndexOf("id=\"verdict\"", StringComparison.Ordinal)..page.IndexOf("class=\"headline\"", StringComparison.Ordinal)];
        Assert.All(parts, part => Assert.Contains(part, verdict, StringComparison.Ordinal));
    }

    [Fact]
    public void A_verdict_without_deliveries_does_not_say_that_all_is_well()
    {
        Assert.Contains("Nothing is known of your reputation", ReportPage.File(Empty, ReportLanguage.En), StringComparison.Ordinal);
        ReputationChange lost = new("Microsoft", ReputationStanding.Lost, 1, ReputationStory.Made, new(2026, 11, 14), 200, 30, 0.1);
        var quiet = ReportPage.File(ReportModel.Of(new ReportData(ReputationStory.Made, TimeZoneInfo.Utc, ReputationStory.Today, ReputationStory.Today) { Reputations = [lost], Summarised = ReputationStory.Made }), ReportLanguage.En);
        Assert.Contains("Reputation lost at <strong><bdi>Microsoft</bdi></strong>", quiet, StringComparison.Ordinal);
        Assert.Contains("Reputation is not lost at any provider.", ReportPage.File(Story, ReportLanguage.En), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_names_the_account_in_quotes_that_hold()
    {
        var odd = ReputationStory.Data().Suspensions[0] with { Account = AccountName.Parse("o'brien\u2019s@example.jp") };
        var page = ReportPage.File(ReportModel.Of(ReputationStory.Data() with { Suspensions = [odd] }), ReportLanguage.En);
        Assert.Contains("Resume-GeoAccount &#39;o&#x27;&#x27;brien\u2019\u2019s@example.jp&#39; -FalsePositive", page, StringComparison.Ordinal);
    }

    private static string WithoutScripts(string page) => Inline().Replace(page, "");

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<script(?<attributes>[^>]*)>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Inline();

    [GeneratedRegex("<section class=\"card[^\"]*\" id=\"([^\"]*)\"")]
    private static partial Regex Section();

    [GeneratedRegex("<td class=\"n\">([^<]*%)</td>")]
    private static partial Regex Share();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Link();
}
