using AbuseServerless.Accounts;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Accounts;

/// <summary>Any character is legal in a login.</summary>
public sealed class OddAccountTests(Installation installation)
{
    public static TheoryData<string> Logins => new(
        "a/b#c?d\\e%f!g~h",
        "o'brien \"the\" `great` $env:HOME",
        "[brackets]* and [one",
        "山田太郎＠例え",
        "😀😀",
        "ｆｕｌｌｗｉｄｔｈ",
        "E\u0301mile",
        "tab\tand\u0007bell",
        new string('x', 900),
        string.Concat(Enumerable.Repeat("あ/", 400)));

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task An_account_of_any_characters_goes_the_whole_way(string login)
    {
        var account = login + "@" + installation.Domain();
        await installation.TravelAsync(account, 10);

        var result = await installation.RunAsync(
            """
            $name = (Get-GeoSuspension ([WildcardPattern]::Escape($env:WHO))).Account
            (Get-GeoAccount ([WildcardPattern]::Escape($env:WHO))).Origins.Count
            $name -ceq $env:WHO.Normalize().ToLowerInvariant()
            @(Get-GeoSuspension ([WildcardPattern]::Escape($env:WHO.Substring(0, 4)) + '*')).Where({ $_.Account -ceq $name }).Count
            @(Get-GeoAccount ([WildcardPattern]::Escape($env:WHO.Substring(0, 4)) + '*')).Where({ $_.Account -ceq $name }).Count
            Get-GeoSuspension $env:WHO | Where-Object Account -CEQ $name | Resume-GeoAccount -By noc
            (Get-GeoAuditLog ([WildcardPattern]::Escape($env:WHO)))[-1].To
            Suspend-GeoAccount $env:WHO -Reason Again.
            Resume-GeoAccount $env:WHO
            """,
            ("WHO", account));

        Assert.Equal(["10", "True", "1", "1", "Lifted"], result.WithoutError().Lines);
        Assert.Equal((SuspensionState.Lifted, 5), ((await installation.FindAsync(account))!.State, (await installation.FindAsync(account))!.Transitions));
    }

    [Theory]
    [InlineData("xn--r8jz45g.", "")]
    [InlineData("XN--BCHER-KVA.", ". .")]
    [InlineData("xn--\ud83d\ude00.", " . ")]
    [InlineData("例え.", "...")]
    public async Task A_domain_in_any_form_is_that_of_one_account(string before, string behind)
    {
        var written = "山田@" + before + installation.Domain() + behind;
        await installation.TravelAsync(written, 10);

        var result = await installation.RunAsync("(Get-GeoSuspension $env:WHO).Account -ceq $env:IS", ("WHO", written), ("IS", AccountName.Parse(written).Value));

        Assert.Equal(["True"], result.WithoutError().Lines);
    }
}
