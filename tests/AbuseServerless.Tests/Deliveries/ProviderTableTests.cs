using AbuseServerless.Deliveries;

namespace AbuseServerless.Tests.Deliveries;

public sealed class ProviderTableTests
{
    private static readonly ProviderTable Table = new();

    [Theory]
    [InlineData("gmail.com", "Google")]
    [InlineData("GMail.Com.", "Google")]
    [InlineData("googlemail.com", "Google")]
    [InlineData("outlook.com", "Microsoft")]
    [InlineData("hotmail.co.jp", "Microsoft")]
    [InlineData("yahoo.com", "Yahoo")]
    [InlineData("yahoo.co.uk", "Yahoo")]
    [InlineData("aol.com", "Yahoo")]
    [InlineData("yahoo.co.jp", "Yahoo! JAPAN")]
    [InlineData("docomo.ne.jp", "docomo")]
    [InlineData("ezweb.ne.jp", "au")]
    [InlineData("au.com", "au")]
    [InlineData("softbank.ne.jp", "SoftBank")]
    [InlineData("i.softbank.jp", "SoftBank")]
    [InlineData("d.vodafone.ne.jp", "SoftBank")]
    [InlineData("icloud.com", "Apple")]
    [InlineData("rakuten.jp", "Rakuten")]
    [InlineData("abc.ocn.ne.jp", "OCN")]
    [InlineData("ab2.so-net.ne.jp", "So-net")]
    [InlineData("gmx.de", "GMX")]
    [InlineData("web.de", "WEB.DE")]
    [InlineData("163.com", "NetEase")]
    [InlineData("qq.com", "Tencent QQ")]
    [InlineData("yandex.ru", "Yandex")]
    [InlineData("mail.ru", "Mail.ru")]
    [InlineData("proton.me", "Proton")]
    public void The_domain_tells_the_provider_whatever_the_relay(string domain, string provider)
    {
        Assert.Equal(provider, Table.Find(domain, null));
        Assert.Equal(provider, Table.Find(domain, "relay.example"));
        Assert.Equal(provider, Table.Find(domain, "mx1.mail.yahoo.co.jp"));
    }

    [Theory]
    [InlineData("aspmx.l.google.com", "Google")]
    [InlineData("ALT1.ASPMX.L.GOOGLE.COM.", "Google")]
    [InlineData("aspmx2.googlemail.com", "Google")]
    [InlineData("example-jp.mail.protection.outlook.com", "Microsoft")]
    [InlineData("example-jp.a-v1.mx.microsoft", "Microsoft")]
    [InlineData("mta5.am0.yahoodns.net", "Yahoo")]
    [InlineData("mx0a-00000.pphosted.com", "Proofpoint")]
    [InlineData("mx01.mail.icloud.com", "Apple")]
    public void The_relay_tells_the_provider_of_a_domain_that_is_not_known(string relay, string provider) => Assert.Equal(provider, Table.Find("example.jp", relay));

    [Theory]
    [InlineData("example.jp", null, "example.jp")]
    [InlineData("example.jp", "mx.example.jp", "example.jp")]
    [InlineData("example.jp", "notgoogle.com", "example.jp")]
    [InlineData("notgmail.com", null, "notgmail.com")]
    [InlineData("gmail.com.example.jp", null, "gmail.com.example.jp")]
    [InlineData("Bücher.example.", null, "xn--bcher-kva.example")]
    [InlineData("not a domain", null, "invalid")]
    public void Every_other_domain_is_its_own_provider(string domain, string? relay, string provider) => Assert.Equal(provider, Table.Find(domain, relay));

    [Fact]
    public void The_operators_file_comes_first()
    {
        var table = new ProviderTable(TestFile.Write("""
            {
              // The rest is as it comes.
              "providers": [{ "name": "Our own", "domains": ["Example.JP", "business.yahoo.co.jp"], "relays": ["mx.example.jp"] }],
            }
            """));

        Assert.Equal("Our own", table.Find("mail.example.jp", null));
        Assert.Equal("Our own", table.Find("business.yahoo.co.jp", null));
        Assert.Equal("Yahoo! JAPAN", table.Find("yahoo.co.jp", null));
        Assert.Equal("Our own", table.Find("customer.example", "mx.example.jp"));
    }

    [Theory]
    [InlineData("""{"providers":[{"name":"A","domains":["a@b"]}]}""", "provider 'A': 'a@b' is not a domain name")]
    [InlineData("""{"providers":[{"name":"A","domains":["a.jp"]},{"name":"B","domains":["A.jp"]}]}""", "provider 'B': 'A.jp' is listed twice")]
    [InlineData("""{"providers":[{"name":" ","domains":["a.jp"]}]}""", "a name must have 1 to 100 characters")]
    [InlineData("""{"providers":[{"name":"A","domain":["a.jp"]}]}""", "domain")]
    [InlineData("""{"providers":null}""", "providers")]
    [InlineData("""{"providers":[null]}""", "null")]
    [InlineData("""{"providers":[{"name":"A","domains":[null]}]}""", "null")]
    [InlineData("{}", "providers")]
    [InlineData("[]", "JSON")]
    [InlineData("null", "null")]
    public void A_fault_in_the_file_is_named(string json, string message)
    {
        var path = TestFile.Write(json);

        var fault = Assert.Throws<DeliveryFileException>(() => new ProviderTable(path));

        Assert.StartsWith(path + ":", fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("no-such.json", Assert.Throws<DeliveryFileException>(() => new ProviderTable("no-such.json")).Message, StringComparison.Ordinal);
}
