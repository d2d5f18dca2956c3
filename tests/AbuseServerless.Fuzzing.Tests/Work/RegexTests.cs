using System.Reflection;
using System.Text.RegularExpressions;
using AbuseServerless.Azure;
using AbuseServerless.Gate.Postfix;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Fuzzing.Tests.Work;

public sealed class RegexTests
{
    // Each member of a domain assembly whose pattern meets what others wrote.
    public static TheoryData<string> Patterns =>
        new(Methods().Select(method => method.GetCustomAttribute<GeneratedRegexAttribute>()!.Pattern).Distinct(StringComparer.Ordinal));

    /// <summary>
    /// What only a backtracking engine can match (look-arounds, back-references, atomic groups) may take time that grows without bound. What the other engine takes too is held to linear work by the
    /// tests of its parser.
    /// </summary>
    [Theory]
    [MemberData(nameof(Patterns))]
    public void Every_pattern_can_be_matched_without_backtracking(string pattern) =>
        Assert.NotNull(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    [Fact]
    public void There_are_patterns_to_look_at() => Assert.NotEmpty(Methods());

    private static IEnumerable<MethodInfo> Methods() =>
        new[] { typeof(AuthEventParser).Assembly, typeof(Registration).Assembly, typeof(PostfixRequestReader).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<GeneratedRegexAttribute>() is not null);
}
