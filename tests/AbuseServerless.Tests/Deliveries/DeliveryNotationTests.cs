using System.ComponentModel.DataAnnotations;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Tests.Deliveries;

/// <summary>How codes, domains, providers and settings are written.</summary>
public sealed class DeliveryNotationTests
{
    [Theory]
    [InlineData("5.7.1", "5.7.1")]
    [InlineData("4.07.001", "4.7.1")]
    [InlineData("2.0.0", "2.0.0")]
    [InlineData("5.999.999", "5.999.999")]
    [InlineData("3.7.1", null)]
    [InlineData("55.7.1", null)]
    [InlineData("5.7", null)]
    [InlineData("5.7.1.1", null)]
    [InlineData("5..1", null)]
    [InlineData("5.7.1000", null)]
    [InlineData("5.0007.1", null)]
    [InlineData("5.-7.1", null)]
    [InlineData("5. 7.1", null)]
    public void An_enhanced_code_has_a_class_a_subject_and_a_detail(string text, string? code) => Assert.Equal(code, EnhancedCode.Parse(text)?.ToString());

    [Theory]
    [InlineData("5.7.1", "5.7.1", true)]
    [InlineData("5.7.1", "4.7.1", false)]
    [InlineData("5.7.1", "5.1.1", false)]
    [InlineData("5.7.1", "5.7.2", false)]
    [InlineData("x.7.1", "4.7.1", true)]
    [InlineData("x.7.1", "5.7.1", true)]
    [InlineData("x.7.1", "2.7.1", false)]
    [InlineData("5.7.606-649", "5.7.605", false)]
    [InlineData("5.7.606-649", "5.7.606", true)]
    [InlineData("5.7.606-649", "5.7.649", true)]
    [InlineData("5.7.606-649", "5.7.650", false)]
    [InlineData("5.7.9-9", "5.7.9", true)]
    public void A_range_of_codes_has_both_its_ends_and_an_x_is_any_failure(string range, string code, bool contains)
    {
        var classifier = new ReplyClassifier(TestFile.Write($$"""{ "rules": [{ "name": "ours", "class": "Content", "codes": ["{{range}}"] }] }"""));
        Assert.Equal(contains, classifier.Classify(code, null) == ReplyClass.Content);
    }

    [Theory]
    [InlineData("6.7.1")]
    [InlineData("x5.7.1")]
    [InlineData("5.7.1-")]
    [InlineData("5.7.1-2-3")]
    [InlineData("5.7.1000")]
    public void What_is_no_range_of_codes_is_refused(string range) => Assert.Contains(
        $"rule 1 'ours': '{range}' is not a code such as 5.7.1, x.1.1 or 5.7.606-649.",
        Assert.Throws<DeliveryFileException>(() => new ReplyClassifier(TestFile.Write($$"""{ "rules": [{ "name": "ours", "class": "Content", "codes": ["{{range}}"] }] }"""))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("host mx.test[192.0.2.1] said: 550 a (in reply to end of DATA command)", "^550 a$")]
    [InlineData("delivery temporarily suspended: host mx.test[192.0.2.1] refused to talk to me: 450 a", "^450 a$")]
    [InlineData("  550   a\tb ", "^550 a b$")]
    [InlineData("550-5.1.1 a 550-5.1.1 b 550 5.1.1 c", @"^550-5\.1\.1 a b c$")]
    [InlineData("550 a 450 b", "^550 a 450 b$")]
    [InlineData("a 550 b 550 c", "^a 550 b 550 c$")]
    public void A_rule_is_held_against_the_servers_own_words_in_one_line(string reply, string pattern)
    {
        var classifier = new ReplyClassifier(TestFile.Write($$"""{ "rules": [{ "name": "ours", "class": "Unreachable", "text": ["{{pattern.Replace(@"\", @"\\", StringComparison.Ordinal)}}"] }] }"""));
        Assert.Equal(ReplyClass.Unreachable, classifier.Classify(null, reply));
    }

    [Theory]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[a_b]", null)]
    [InlineData("[a", null)]
    [InlineData("a]", null)]
    [InlineData("a:b", null)]
    [InlineData("a-b_c.9", "a-b_c.9")]
    [InlineData("例え。jp", "xn--r8jz45g.jp")]
    [InlineData("例え.jp。", "xn--r8jz45g.jp")]
    [InlineData("例え..jp", null)]
    [InlineData("...", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_domain_is_a_name_or_an_address_in_brackets(string? text, string? domain)
    {
        Assert.Equal(domain is not null, RecipientDomain.TryParse(text, out var parsed));
        Assert.Equal(domain, parsed);
    }

    [Theory]
    [InlineData(253, 0, true)]
    [InlineData(254, 0, false)]
    [InlineData(1, 1_011, true)]
    [InlineData(1, 1_012, false)]
    public void A_domain_has_253_characters_at_the_most_without_dots_at_its_end(int letters, int dots, bool isOne) =>
        Assert.Equal(isOne, RecipientDomain.TryParse(new string('a', letters) + new string('.', dots), out _));

    [Fact]
    public void A_service_answers_for_itself_and_so_does_a_smarthost()
    {
        var table = new ProviderTable(TestFile.Write("""
            { "providers": [{ "name": "ours", "domains": ["example.jp"], "relays": ["example.jp"] }], "services": [{ "name": "Service", "relays": ["relay.test"] }] }
            """));
        Assert.Equal("Service", table.Find("example.jp", "mx.relay.test"));
        Assert.Equal("Service", table.Find("example.jp", "mx.relay.test", isRelayed: true));
        Assert.Equal("ours", table.Find("example.jp", "mx.other.test"));
        Assert.Equal("mx.other.test", table.Find("example.jp", "MX.other.test.", isRelayed: true));
        Assert.Equal("ours", table.Find("example.jp", null, isRelayed: true));
        Assert.Equal("ours", table.Find("other.jp", "mx.example.jp"));
        Assert.Equal("recipientDomain", Assert.Throws<ArgumentNullException>(() => table.Find(null!, null)).ParamName);

        Assert.Superset(new HashSet<string> { "ours", "Service", "Google", "Proofpoint", "Postmark" }, table.Providers.ToHashSet());
        Assert.Equal(table.Providers.Distinct().Order(StringComparer.OrdinalIgnoreCase), table.Providers);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void The_name_of_a_provider_has_100_characters_at_the_most(int length, bool isOne)
    {
        var fault = Record.Exception(() => new ProviderTable(TestFile.Write($$"""{ "providers": [{ "name": "{{new string('x', length)}}", "domains": [] }] }""")));
        Assert.Equal(isOne, fault is null);
    }

    [Theory]
    [InlineData("""{"providers":[{"name":"a\tb"}]}""", "a name must have 1 to 100 characters.")]
    [InlineData("""{"providers":[],"services":[{"name":"S","relays":["a.jp","A.jp."]}]}""", "provider 'S': 'A.jp.' is listed twice.")]
    [InlineData("""{"providers":[],"services":[{"name":"S","relays":["@"]}]}""", "provider 'S': '@' is not a domain name.")]
    [InlineData("""{"providers":[{"name":"S","domains":["a.jp"]},{"name":"T","relays":["a.jp"]},{"name":"U","relays":["b.jp","b.jp"]}]}""", "provider 'U': 'b.jp' is listed twice.")]
    public void A_fault_among_the_names_is_told(string json, string message) =>
        Assert.EndsWith(message, Assert.Throws<DeliveryFileException>(() => new ProviderTable(TestFile.Write(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read() =>
        Assert.Equal("ours", new ProviderTable(TestFile.Write("\ufeff{ \"providers\": [{ \"name\": \"ours\", \"domains\": [\"a.jp\"] }] }")).Find("a.jp", null));

    [Fact]
    public void Files_that_cannot_be_used_are_told_at_start_by_their_settings()
    {
        var options = new DeliveriesOptions();
        Assert.Equal((500, "", ""), (options.MaximumDomains, options.ProvidersFile, options.RulesFile));
        Assert.Empty(options.Validate(new ValidationContext(options)));
        (options.ProvidersFile, options.RulesFile) = ("no-such-providers.json", "no-such-rules.json");
        var problems = options.Validate(new ValidationContext(options)).ToList();
        Assert.Equal([nameof(options.ProvidersFile), nameof(options.RulesFile)], problems.SelectMany(problem => problem.MemberNames));
        Assert.StartsWith("Deliveries:ProvidersFile cannot be used: no-such-providers.json: ", problems[0].ErrorMessage, StringComparison.Ordinal);
        Assert.StartsWith("Deliveries:RulesFile cannot be used: no-such-rules.json: ", problems[1].ErrorMessage, StringComparison.Ordinal);
        (options.ProvidersFile, options.RulesFile) = (TestFile.Write("""{ "providers": [] }"""), TestFile.Write("""{ "rules": [] }"""));
        Assert.Empty(options.Validate(new ValidationContext(options)));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Ten_thousand_domains_are_counted_by_name_at_the_most(int domains, bool valid)
    {
        var options = new DeliveriesOptions { MaximumDomains = domains };
        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }
}
