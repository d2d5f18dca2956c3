using System.ComponentModel.DataAnnotations;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Suspensions;

/// <summary>Which settings of enforcement are taken, and whether it is on.</summary>
public sealed class EnforcementOptionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void By_default_nobody_is_refused_and_suspensions_last_until_they_are_lifted()
    {
        var options = new EnforcementOptions();
        Assert.Equal((EnforcementMode.Observe, true, null, 1.0), (options.Mode, options.Immediate, options.Duration, options.Growth));
        Assert.Equal((8, 366 * 24, 7 * 24), (options.MaximumEvidenceAge.TotalHours, options.MaximumDuration.TotalHours, options.RecoveryWatch.TotalHours));
        Assert.Equal(36_500, EnforcementOptions.AnyAge.TotalDays);
        Assert.Empty(Problems(options));
    }

    [Theory]
    [InlineData(nameof(EnforcementOptions.MaximumEvidenceAge), "00:15:00", "36500.00:00:00")]
    [InlineData(nameof(EnforcementOptions.Duration), "00:01:00", "366.00:00:00")]
    [InlineData(nameof(EnforcementOptions.MaximumDuration), "00:01:00", "366.00:00:00")]
    [InlineData(nameof(EnforcementOptions.RecoveryWatch), "00:00:00", "90.00:00:00")]
    public void Each_time_has_a_shortest_and_a_longest(string name, string shortest, string longest)
    {
        var (least, most) = (TimeSpan.Parse(shortest, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Parse(longest, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([1, 0, 0, 1], new[] { least - TimeSpan.FromTicks(1), least, most, most + TimeSpan.FromTicks(1) }.Select(time =>
        {
            var options = new EnforcementOptions();
            typeof(EnforcementOptions).GetProperty(name)!.SetValue(options, time);
            return Problems(options).Count(problem => problem.MemberNames.Contains(name));
        }));
    }

    [Theory]
    [InlineData(0.99, 1)]
    [InlineData(1, 0)]
    [InlineData(10, 0)]
    [InlineData(10.01, 1)]
    public void A_repeat_lasts_ten_times_as_long_at_most(double growth, int problems) => Assert.Equal(problems, Problems(new EnforcementOptions { Growth = growth }).Count);

    [Fact]
    public void The_longest_duration_may_be_the_first_one_and_no_shorter()
    {
        Assert.Empty(Problems(new EnforcementOptions { Duration = TimeSpan.FromHours(2), MaximumDuration = TimeSpan.FromHours(2) }));
        var problem = Assert.Single(Problems(new EnforcementOptions { Duration = TimeSpan.FromHours(2), MaximumDuration = TimeSpan.FromHours(1) }));
        Assert.Equal("Enforcement:MaximumDuration is 01:00:00; it must be at least Enforcement:Duration, 02:00:00.", problem.ErrorMessage);
        Assert.Equal([nameof(EnforcementOptions.MaximumDuration)], problem.MemberNames);
    }

    [Fact]
    public void What_an_operator_has_set_holds_before_the_setting_until_it_is_taken_back()
    {
        var enforcement = new EnforcementSwitch(Options.Create(new EnforcementOptions()));
        Assert.Equal((EnforcementMode.Observe, false, false, null), (enforcement.Mode, enforcement.IsOn, enforcement.IsRead, enforcement.Set));

        var on = new EnforcementChange(EnforcementMode.Enforce, Now, "noc", "x");
        Assert.True(enforcement.Apply(on));
        Assert.Equal((EnforcementMode.Enforce, true, true, on), (enforcement.Mode, enforcement.IsOn, enforcement.IsRead, enforcement.Set));
        Assert.False(enforcement.Apply(on with { Time = Now.AddHours(1) }));
        Assert.Equal(Now.AddHours(1), enforcement.Set!.Time);
        Assert.True(enforcement.Apply(null));
        Assert.Equal((false, null), (enforcement.IsOn, enforcement.Set));
    }

    [Fact]
    public void A_table_in_which_nobody_has_set_it_was_read_all_the_same()
    {
        var enforcement = new EnforcementSwitch(Options.Create(new EnforcementOptions { Mode = EnforcementMode.Enforce }));
        Assert.False(enforcement.Apply(null));
        Assert.Equal((true, true), (enforcement.IsOn, enforcement.IsRead));
    }

    private static List<ValidationResult> Problems(EnforcementOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return problems;
    }
}
