using System.ComponentModel.DataAnnotations;
using System.Text;
using AbuseServerless.Report;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Report;

public sealed class ReportAccessTests
{
    private const string Key = "0123456789abcdef:";
    private const string Somebody = "00000000-0000-0000-0000-000000000001";

    [Theory]
    [InlineData(null, false, false, false)]
    [InlineData(null, true, false, true)]
    [InlineData(Key, false, true, false)]
    [InlineData(Key, true, true, true)]
    public void The_key_opens_it_and_the_platforms_word_only_where_that_is_set(string? key, bool entra, bool byKey, bool byPlatform)
    {
        var access = new ReportAccess(Options.Create(new ReportOptions { Key = key, Entra = entra }));

        Assert.Equal(byKey, access.HasKey);
        Assert.Equal(byKey, access.Admit(Key, null, null));
        Assert.Equal(byKey, access.Admit(null, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + Key)), null));
        Assert.Equal(byKey, access.Admit(null, "Bearer " + Key, null));
        Assert.Equal(byPlatform, access.Admit(null, null, Somebody));
        Assert.Equal(byPlatform, access.Admit("wrong", null, Somebody));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdeF:")]
    [InlineData("0123456789abcdef:0")]
    public void Nothing_else_opens_it(string given)
    {
        var access = new ReportAccess(Options.Create(new ReportOptions { Key = Key, Entra = true }));

        Assert.False(access.Admit(given, "Bearer " + given, ""));
        Assert.False(access.Admit(null, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + given)), null));
        Assert.False(access.Admit(null, null, null));
    }

    [Theory]
    [InlineData("0123456789abcdef", 28, null)]
    [InlineData(null, 366, null)]
    [InlineData("0123456789abcde", 28, "Report:Key must be 16 to 256 visible ASCII characters.")]
    [InlineData("0123456789 abcdef", 28, "Report:Key must be 16 to 256 visible ASCII characters.")]
    [InlineData(null, 0, "Report:Days must be 1 to 366.")]
    [InlineData(null, 367, "Report:Days must be 1 to 366.")]
    public void A_setting_out_of_range_is_named(string? key, int days, string? error)
    {
        var options = new ReportOptions { Key = key, Days = days };
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        string?[] expected = error is null ? [] : [error];
        Assert.Equal(expected, results.Select(result => result.ErrorMessage));
    }
}
