using AbuseServerless.Exemptions;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;

namespace AbuseServerless.Fuzzing.Tests.Exemptions;

public sealed class ExemptionTests
{
    private static readonly string[] Samples = ["192.0.2.0/24", "2001:db8::/32", "203.0.113.9", "::ffff:192.0.2.0/120", "0.0.0.0/0", "AS64500", "64500", "JP", "alice@example.jp"];

    [Theory]
    [InlineData(ExemptionKind.Account)]
    [InlineData(ExemptionKind.Network)]
    [InlineData(ExemptionKind.Country)]
    [InlineData(ExemptionKind.Asn)]
    public void A_value_has_one_normal_form_or_is_refused_and_nothing_else_is_thrown(ExemptionKind kind) =>
        Inputs.Like(Samples).Try(value =>
        {
            try
            {
                var normal = Of(kind, value).Value;
                Assert.Equal(normal, Of(kind, normal).Value);
            }
            catch (FormatException)
            {
                // None of its kind.
            }
        });

    [Theory]
    [InlineData(ExemptionKind.Network, "1.")]
    [InlineData(ExemptionKind.Network, "1:")]
    [InlineData(ExemptionKind.Network, "/")]
    [InlineData(ExemptionKind.Asn, "9")]
    [InlineData(ExemptionKind.Account, "\u0301\u0327")]
    public void Work_grows_with_the_value_and_no_faster(ExemptionKind kind, string piece) => Growth.IsLinear(
        size => string.Concat(Enumerable.Repeat(piece, size / piece.Length)),
        value => Assert.Throws<FormatException>(() => Of(kind, value)));

    private static Exemption Of(ExemptionKind kind, string value) => Exemption.Of(kind, value, "fuzz", "test", DateTimeOffset.UnixEpoch);
}
